import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react'
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react'
import type { KsqlOverview, KsqlPlace, KsqlWords } from '../../../shared/contract/ksql'
import { Button } from '../../ui/Button'
import { useCommands } from '../../ui/commands'
import { MenuButton } from '../../ui/MenuButton'
import { Segments } from '../../ui/Segments'
import { Editor, type EditorHandle } from './editor/Editor'
import { placeInEditor, Results } from './results/Results'
import { keepDraft, keepOffsetReset, readDraft, readOffsetReset } from './run/draft'
import { examplesFor } from './run/examples'
import { forgetHistory, useHistory } from './run/history'
import { startRun, stopRun, useRun, type OffsetReset } from './run/run-store'
import classes from './Workbench.module.css'

export interface WorkbenchHandle {
  /** Puts a statement into the editor in place of what is there, and runs it. */
  runText(text: string): void
}

interface WorkbenchProps {
  handle: Ref<WorkbenchHandle>
  overview: KsqlOverview | null
  words: KsqlWords | null
}

/** The editor, its buttons, and below them what came of the last run. */
export function Workbench({ handle, overview, words }: WorkbenchProps) {
  const editor = useRef<EditorHandle>(null)
  const [firstText] = useState(() => readDraft() || (overview ? examplesFor(overview, words)[0]!.text : ''))
  const [offsetReset, setOffsetReset] = useState<OffsetReset>(readOffsetReset)
  const { run, part, chosen } = useRun()
  const isRunning = run?.state === 'running'
  const origin = part?.origin ?? { line: 1, column: 1 }
  const runPart = () => {
    if (!editor.current) return
    editor.current.mark(null)
    void startRun(editor.current.partToRun(), offsetReset)
  }
  const setText = (text: string) => editor.current?.setText(text)
  const choose = (reset: OffsetReset) => {
    setOffsetReset(reset)
    keepOffsetReset(reset)
  }
  useImperativeHandle(handle, () => ({
    runText(text) {
      setText(text)
      runPart()
    },
  }))
  useMarkOfFailure(editor)
  // Nobody sees the rows of a view that is left.
  useEffect(() => stopRun, [])
  useCommands('ksqlDB', [
    { id: 'ksql-run', title: 'Run the statements', keys: 'Ctrl Enter', run: runPart },
    { id: 'ksql-stop', title: 'Stop the running statements', run: stopRun },
    { id: 'ksql-write', title: 'Write a statement', run: () => editor.current?.focus() },
  ])
  return (
    <>
      <div className={classes.toolbar}>
        {isRunning ? (
          <Button kind="primary" icon={<IconPlayerStopFilled size={13} />} onClick={stopRun}>
            Stop
          </Button>
        ) : (
          <Button kind="primary" icon={<IconPlayerPlayFilled size={13} />} title="Ctrl+Enter" onClick={runPart}>
            Run
          </Button>
        )}
        <Segments
          label="Where queries begin to read"
          options={[
            { value: 'earliest', title: 'From the start' },
            { value: 'latest', title: 'New records only' },
          ]}
          value={offsetReset}
          onChange={choose}
        />
        <span className={classes.hint}>
          <kbd>Ctrl Enter</kbd> runs<span> all, or what is selected</span>
        </span>
        <span className={classes.menus}>
          {overview && <Examples overview={overview} words={words} onChoose={setText} />}
          <History onChoose={setText} />
        </span>
      </div>
      <div className={classes.editor}>
        <Editor handle={editor} initialText={firstText} words={words} onChange={keepDraft} onRun={runPart} />
      </div>
      <div className={classes.results}>
        <Results run={run} chosen={chosen} origin={origin} onGoTo={place => editor.current?.goTo(place)} />
      </div>
    </>
  )
}

/** Marks in the editor where the newest run has failed. */
function useMarkOfFailure(editor: { current: EditorHandle | null }): void {
  const { run, part } = useRun()
  const place: KsqlPlace | null = run?.results.find(({ failure }) => failure)?.failure?.place ?? null
  const origin = part?.origin
  useEffect(() => {
    if (place && origin) editor.current?.mark(placeInEditor(origin, place))
  }, [place, origin, editor])
}

interface ExamplesProps {
  overview: KsqlOverview
  words: KsqlWords | null
  onChoose(text: string): void
}

function Examples({ overview, words, onChoose }: ExamplesProps) {
  const examples = examplesFor(overview, words)
  return (
    <MenuButton
      label="Examples"
      groups={[
        examples.map(({ title, text }) => ({
          id: title,
          title,
          onSelect: () => onChoose(text),
        })),
      ]}
    />
  )
}

/** So many of the history stand in the menu. */
const listedMax = 15

function History({ onChoose }: { onChoose(text: string): void }) {
  const { runs } = useHistory()
  const items = runs.slice(0, listedMax).map(({ text, at }) => ({
    id: `${at} ${text}`,
    title: shorten(text),
    hint: new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }),
    onSelect: () => onChoose(text),
  }))
  const none = {
    id: 'none',
    title: 'Nothing was run in this browser',
    disabledReason: 'It fills by itself',
    onSelect() {},
  }
  const forget = { id: 'forget', title: 'Forget these statements', isDangerous: true, onSelect: forgetHistory }
  return <MenuButton label="History" groups={items.length === 0 ? [[none]] : [items, [forget]]} />
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 64 ? `${line.slice(0, 63)}…` : line
}
