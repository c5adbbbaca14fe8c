import { StateEffect, StateField, type Text } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'
import type { KsqlPlace } from '../../../../shared/contract/ksql'

/** Marks a place as wrong; null takes the mark away. */
export const setErrorMark = StateEffect.define<KsqlPlace | null>()

/** The word that is wrong, and its line; it goes when that line is changed. */
export const errorMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes)
    transaction.changes.iterChangedRanges((from, to) => {
      const { doc } = transaction.startState
      const lineFrom = doc.lineAt(from).from
      const lineTo = doc.lineAt(to).to
      marks.between(lineFrom, lineTo, () => {
        next = Decoration.none
      })
    })
    for (const effect of transaction.effects) {
      if (effect.is(setErrorMark)) next = effect.value ? marksAt(transaction.newDoc, effect.value) : Decoration.none
    }
    return next
  },
  provide: field => EditorView.decorations.from(field),
})

function marksAt(doc: Text, place: KsqlPlace): DecorationSet {
  const { from, to } = wordAt(doc, place)
  const line = Decoration.line({ class: 'cm-errorLine' }).range(doc.lineAt(from).from)
  const word = from < to ? [Decoration.mark({ class: 'cm-errorWord' }).range(from, to)] : []
  return Decoration.set([line, ...word])
}

/** The offset of a place; beyond the text it is the nearest there is. */
export function offsetOf(doc: Text, { line, column }: KsqlPlace): number {
  const found = doc.line(Math.max(1, Math.min(doc.lines, line)))
  return Math.min(found.to, found.from + Math.max(0, column - 1))
}

/** From a place to the end of its word; the character before it at the end of a line. */
function wordAt(doc: Text, place: KsqlPlace): { from: number; to: number } {
  const at = offsetOf(doc, place)
  const line = doc.lineAt(at)
  const rest = line.text.slice(at - line.from)
  const length = /^(?:\w+|\S)/.exec(rest)?.[0].length ?? 0
  if (length > 0) return { from: at, to: at + length }
  return { from: Math.max(line.from, at - 1), to: at }
}
