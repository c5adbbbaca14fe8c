import { IconX } from '@tabler/icons-react'
import type { ConnectorDetail, ConnectWorker } from '../../../shared/contract/connect'
import { useCall } from '../../state/query'
import { IconButton } from '../../ui/Button'
import { Failure } from '../../ui/Failure'
import { useKeys } from '../../ui/keys'
import { LoadedView } from '../../ui/LoadedView'
import { Tag } from '../../ui/Tag'
import { ConnectorActions } from './Actions'
import type { ConnectAddress } from './address'
import { Config } from './Config'
import classes from './Connect.module.css'
import { ConnectorFacts } from './Facts'
import { lookOfConnector } from './states'
import { Tasks } from './Tasks'
import { useConnectCommands } from './useConnectCommands'
import { Outcome } from './Outcome'
import type { Go } from './address'

const everyMs = 2_000

interface ConnectorProps {
  name: string
  address: ConnectAddress
  go: Go
  /** Who answers; null while it is not known. */
  worker: ConnectWorker | null
  /** Something was commanded: the list is looked at again. */
  onChanged(): void
}

/** One connector: state, tasks with their traces, configuration, and what can be told to it. */
export function Connector({ name, address, go, worker, onChanged }: ConnectorProps) {
  const loaded = useCall(
    `connect.connector ${name}`,
    (client, signal) => client.connect.connector({ name }, { signal }),
    { everyMs, doing: 'Reading the connector' },
  )
  const { data, problem, reload } = loaded
  const commands = useConnectCommands(name, () => {
    reload()
    onChanged()
  })
  const close = () => go({ connector: null, task: null })
  useKeys('Connector', [{ key: 'Escape', label: 'Esc', title: 'Close the connector', run: close }])
  const isGone = problem?.code === 'connector-unknown'
  return (
    <section className={classes.pane} aria-label={name}>
      <header className={classes.head}>
        <h2 className={classes.title} title={name}>
          {name}
        </h2>
        {data && !isGone && <StateTag detail={data} />}
        {data && !isGone && <ConnectorActions detail={data} commands={commands} />}
        <IconButton className={classes.close} label="Close" hotkey="Esc" onClick={close}>
          <IconX size={15} stroke={1.6} />
        </IconButton>
      </header>
      <Outcome commands={commands} />
      <div className={classes.body}>
        {isGone ? (
          <Failure problem={problem} />
        ) : (
          <LoadedView loaded={loaded} elsewhere="The list above goes on.">
            {detail => (
              <div className={classes.columns}>
                <div className={classes.main}>
                  <Tasks detail={detail} chosen={address.task} commands={commands} go={go} />
                  <Config config={detail.config} />
                </div>
                <ConnectorFacts detail={detail} worker={worker} />
              </div>
            )}
          </LoadedView>
        )}
      </div>
    </section>
  )
}

function StateTag({ detail: { state, tasks } }: { detail: ConnectorDetail }) {
  const { mark, word } = lookOfConnector(state, tasks.filter(task => task.state === 'FAILED').length)
  const tone = mark === 'failed' ? 'err' : mark === 'ok' ? 'ok' : 'neutral'
  return (
    <Tag tone={tone} mark={mark}>
      {word}
    </Tag>
  )
}
