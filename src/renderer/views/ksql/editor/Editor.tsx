import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { sql } from '@codemirror/lang-sql'
import { bracketMatching } from '@codemirror/language'
import { EditorState, Prec, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import { useEffect, useEffectEvent, useImperativeHandle, useRef, type Ref } from 'react'
import type { KsqlPlace, KsqlWords } from '../../../../shared/contract/ksql'
import { completeWith } from './complete'
import { ksqlDialect } from './dialect'
import classes from './Editor.module.css'
import { errorMark, offsetOf, setErrorMark } from './error-mark'
import { editorTheme } from './theme'

/** A text, and where it begins in the editor. */
export interface PartOfText {
  text: string
  origin: KsqlPlace
}

export interface EditorHandle {
  focus(): void
  setText(text: string): void
  /** The selection where there is one, else everything. */
  partToRun(): PartOfText
  /** Marks a place as wrong, or takes the mark away. */
  mark(place: KsqlPlace | null): void
  /** Puts the cursor there. */
  goTo(place: KsqlPlace): void
}

interface EditorProps {
  handle: Ref<EditorHandle>
  initialText: string
  words: KsqlWords | null
  onChange(text: string): void
  onRun(): void
}

/** Where statements are written: SQL in colours, completion, marks of mistakes. Tab leaves it, as it leaves any field. */
export function Editor({ handle, initialText, words, onChange, onRun }: EditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const newestWords = useRef(words)
  useEffect(() => {
    newestWords.current = words
  })
  const run = useEffectEvent(onRun)
  const change = useEffectEvent(onChange)
  // The first text only begins the editor; later ones come through the handle.
  const open = useEffectEvent((parent: HTMLElement) => {
    const tell = EditorView.updateListener.of(update => {
      if (update.docChanged) change(update.state.doc.toString())
    })
    const complete = autocompletion({ override: [completeWith(() => newestWords.current)], icons: false })
    const state = EditorState.create({
      doc: initialText,
      extensions: [runKey(() => run()), tell, complete, extensions],
    })
    return new EditorView({ parent, state })
  })
  useEffect(() => {
    const made = open(place.current!)
    view.current = made
    return () => {
      view.current = null
      made.destroy()
    }
  }, [])
  useImperativeHandle(handle, () => handleOf(view), [])
  return <div ref={place} className={classes.editor} />
}

function handleOf(view: { current: EditorView | null }): EditorHandle {
  return {
    focus: () => view.current?.focus(),
    setText(text) {
      const made = view.current
      made?.dispatch({
        changes: { from: 0, to: made.state.doc.length, insert: text },
        selection: { anchor: text.length },
        scrollIntoView: true,
      })
      made?.focus()
    },
    partToRun() {
      const state = view.current?.state
      if (!state) return { text: '', origin: { line: 1, column: 1 } }
      const { from, to, empty } = state.selection.main
      if (empty) return { text: state.doc.toString(), origin: { line: 1, column: 1 } }
      const line = state.doc.lineAt(from)
      return { text: state.sliceDoc(from, to), origin: { line: line.number, column: from - line.from + 1 } }
    },
    mark: place => view.current?.dispatch({ effects: setErrorMark.of(place) }),
    goTo(place) {
      const made = view.current
      made?.dispatch({ selection: { anchor: offsetOf(made.state.doc, place) }, scrollIntoView: true })
      made?.focus()
    },
  }
}

/** Before all other keys: Enter alone makes a line. */
function runKey(run: () => void): Extension {
  return Prec.highest(
    keymap.of([
      {
        key: 'Mod-Enter',
        run() {
          run()
          return true
        },
      },
    ]),
  )
}

const extensions: Extension = [
  lineNumbers(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  drawSelection(),
  history(),
  bracketMatching(),
  closeBrackets(),
  errorMark,
  sql({ dialect: ksqlDialect, upperCaseKeywords: true }),
  editorTheme,
  placeholder('SELECT * FROM … EMIT CHANGES;'),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': 'Statements', spellcheck: 'false' }),
  keymap.of([
    { key: 'Tab', run: acceptCompletion },
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...historyKeymap,
    ...defaultKeymap,
  ]),
]
