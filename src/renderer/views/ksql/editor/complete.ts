import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { KsqlWords } from '../../../../shared/contract/ksql'
import { quoted } from '../run/examples'
import { keywords } from './dialect'

/** Where nothing but code is read, nothing is offered. */
const silentNodes = new Set(['String', 'LineComment', 'BlockComment'])

/**
 * Offers sources, columns, functions and words of the language. Columns of the sources that the statement names come
 * first; behind `NAME.` only those of that source.
 */
export function completeWith(words: () => KsqlWords | null) {
  return (context: CompletionContext): CompletionResult | null => {
    if (silentNodes.has(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null
    const word = context.matchBefore(/`?[\w]*/)
    if (!word || (word.from === word.to && !context.explicit && !endsWithDot(context))) return null
    const statement = statementAround(context.state.doc.toString(), context.pos)
    const owner = context.matchBefore(/[\w`]+\.`?\w*/)?.text.split('.')[0]
    return { from: word.from, options: optionsFor(words(), statement, owner ?? null), validFor: /^`?\w*$/ }
  }
}

function endsWithDot({ state, pos }: CompletionContext): boolean {
  return pos > 0 && state.sliceDoc(pos - 1, pos) === '.'
}

/** The text between the semicolons around a place. Good enough for what to offer; the server cuts more exactly. */
export function statementAround(text: string, at: number): string {
  const end = text.indexOf(';', at)
  return text.slice(text.lastIndexOf(';', at - 1) + 1, end < 0 ? text.length : end)
}

/** @param owner what stands before a dot: a source's name or its alias; null: nothing does */
export function optionsFor(words: KsqlWords | null, statement: string, owner: string | null): Completion[] {
  const sources = words?.sources ?? []
  const named = new Set([...statement.matchAll(/[\w]+/g)].map(([name]) => name.toUpperCase()))
  const used = sources.filter(({ name }) => named.has(name.toUpperCase()))
  const columns = columnsOf(owner === null ? used : ownedBy(owner, statement, used))
  if (owner !== null) return columns
  return [
    ...columns,
    ...sources.map(({ name, kind }): Completion => ({ label: quoted(name), type: 'class', detail: kind, boost: 1 })),
    ...(words?.functions ?? []).map((name): Completion => ({ label: name, apply: `${name}(`, type: 'function' })),
    ...keywords.map((label): Completion => ({ label, type: 'keyword', boost: -1 })),
  ]
}

/** `FROM NAME a`, `JOIN NAME AS a`: the source behind an alias. */
function ownedBy(owner: string, statement: string, used: KsqlWords['sources']): KsqlWords['sources'] {
  const wanted = owner.replaceAll('`', '').toUpperCase()
  const alias = [...statement.matchAll(/\b(?:FROM|JOIN)\s+[`"]?(\w+)[`"]?\s+(?:AS\s+)?(\w+)/gi)].find(
    ([, , name]) => name!.toUpperCase() === wanted,
  )
  const source = alias?.[1]?.toUpperCase() ?? wanted
  return used.filter(({ name }) => name.toUpperCase() === source)
}

function columnsOf(sources: KsqlWords['sources']): Completion[] {
  return sources.flatMap(source =>
    source.columns.map(({ name, type }): Completion => ({
      label: quoted(name),
      type: 'property',
      detail: `${type}, ${source.name}`,
      boost: 2,
    })),
  )
}
