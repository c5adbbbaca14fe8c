import { IconRefresh } from '@tabler/icons-react'
import type { ConnectorDetail, ConnectorTask } from '../../../shared/contract/connect'
import { IconButton } from '../../ui/Button'
import { CodeBlock } from '../../ui/CodeBlock'
import { StateMark } from '../../ui/StateMark'
import { Table, type Column } from '../../ui/Table'
import classes from './Connect.module.css'
import { lookOf, reasonOf } from './states'
import type { Go } from './address'
import type { ConnectCommands } from './useConnectCommands'

const rowHeight = 28
const headHeight = 28

/** Tasks that are shown before their table scrolls by itself. */
const rowsMax = 5

interface TasksProps {
  detail: ConnectorDetail
  /** The task whose trace is asked for. */
  chosen: number | null
  commands: ConnectCommands
  go: Go
}

/** The connector's tasks, and what a failed one says in full. */
export function Tasks({ detail, chosen, commands, go }: TasksProps) {
  const { tasks, abilities } = detail
  const shown = traceToShow(detail, chosen)
  const wanted = tasks.find(({ id }) => id === chosen)
  return (
    <>
      <section className={classes.section} aria-label="Tasks">
        <header className={classes.sectionHead}>
          <h3>Tasks</h3>
          <span>{tasks.length === 0 ? noTasks(detail) : tasks.length}</span>
        </header>
        {tasks.length > 0 && (
          <div style={{ height: headHeight + Math.min(tasks.length, rowsMax) * rowHeight + 1 }}>
            <Table
              label="Tasks"
              columns={taskColumns(commands, abilities.isReadOnly)}
              rows={tasks}
              rowKey={({ id }) => String(id)}
              rowHeight={rowHeight}
              hasKeys={false}
              selectedKey={String(shown?.task ?? chosen ?? '')}
              onSelect={({ id }) => go({ task: id }, { replace: true })}
              tone={({ state }) => (state === 'FAILED' ? 'err' : undefined)}
            />
          </div>
        )}
      </section>
      {chosen !== null && !wanted && <p className={classes.note}>{`There is no task ${chosen}.`}</p>}
      {shown && (
        <section className={classes.trace} aria-label={shown.title}>
          <CodeBlock className={classes.traceText} text={shown.trace} label={shown.title} wraps />
        </section>
      )}
    </>
  )
}

function noTasks({ state }: ConnectorDetail): string {
  if (state === 'STOPPED') return 'none while the connector is stopped'
  return state === 'FAILED' ? 'none: the connector itself has failed' : 'none yet'
}

/** The trace of the chosen task, else of the connector, else of the first task that failed. */
function traceToShow({ tasks, trace }: ConnectorDetail, chosen: number | null) {
  const task = chosen === null ? undefined : tasks.find(({ id }) => id === chosen)
  if (task) return task.trace === null ? null : { task: task.id, title: `Trace of task ${task.id}`, trace: task.trace }
  if (trace !== null) return { task: null, title: 'Trace of the connector', trace }
  const failed = tasks.find(one => one.trace !== null)
  return failed ? { task: failed.id, title: `Trace of task ${failed.id}`, trace: failed.trace! } : null
}

function taskColumns(commands: ConnectCommands, isReadOnly: boolean): Column<ConnectorTask>[] {
  return [
    { id: 'id', title: 'Task', width: '60px', align: 'right', sortBy: ({ id }) => id, render: ({ id }) => id },
    {
      id: 'state',
      title: 'State',
      width: '130px',
      sortBy: ({ state }) => state,
      render: ({ state }) => {
        const { mark, word } = lookOf(state)
        return (
          <span className={classes.state} data-mark={mark}>
            <StateMark mark={mark} />
            {word}
          </span>
        )
      },
    },
    {
      id: 'worker',
      title: 'Worker',
      width: 'minmax(120px, 0.6fr)',
      mono: true,
      render: ({ workerId }) => workerId !== null && <span title={workerId}>{workerId}</span>,
    },
    {
      id: 'trace',
      title: 'What it says',
      width: 'minmax(140px, 2fr)',
      render: ({ trace }) => trace !== null && <span title={firstLine(trace)}>{reasonOf(firstLine(trace))}</span>,
    },
    {
      id: 'restart',
      title: '',
      width: '44px',
      align: 'right',
      render: ({ id }) => (
        <IconButton
          label={isReadOnly ? 'The profile is read-only' : `Restart task ${id}`}
          disabled={isReadOnly || commands.isBusy}
          onClick={event => {
            event.stopPropagation()
            commands.restartTask(id)
          }}
        >
          <IconRefresh size={14} stroke={1.6} />
        </IconButton>
      ),
    },
  ]
}

function firstLine(trace: string): string {
  return trace.split('\n', 1)[0]!
}
