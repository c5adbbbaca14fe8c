import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import type { ConnectAbilities, ConnectorDetail } from '../../../shared/contract/connect'
import { Button } from '../../ui/Button'
import { useCommands, type Command } from '../../ui/commands'
import { Confirm } from '../../ui/Confirm'
import { MenuButton, type MenuItem } from '../../ui/MenuButton'
import classes from './Connect.module.css'
import type { ConnectCommands } from './useConnectCommands'

const readOnlyReason = 'The profile is read-only: connectors are only looked at.'

interface ActionsProps {
  detail: ConnectorDetail
  commands: ConnectCommands
}

/** What can be told to the connector: buttons, and the same by name in the palette. */
export function ConnectorActions({ detail, commands }: ActionsProps) {
  const [isAsking, setAsking] = useState(false)
  const { name, state, abilities } = detail
  const isHalted = state === 'PAUSED' || state === 'STOPPED'
  const isOff = abilities.isReadOnly || commands.isBusy
  const reason = abilities.isReadOnly ? readOnlyReason : undefined
  const restarts = restartItems(detail, commands)
  useCommands(
    `Connector ${name}`,
    abilities.isReadOnly ? [] : offered(detail, commands, { restarts, onStop: () => setAsking(true) }),
  )
  return (
    <div className={classes.actions} title={reason}>
      {isHalted ? (
        <Button
          icon={<IconPlayerPlay size={14} stroke={1.6} />}
          disabled={isOff}
          title={reason}
          onClick={commands.resume}
        >
          Resume
        </Button>
      ) : (
        <Button
          icon={<IconPlayerPause size={14} stroke={1.6} />}
          disabled={isOff}
          title={reason}
          onClick={commands.pause}
        >
          Pause
        </Button>
      )}
      <MenuButton label="Restart" groups={[restarts]} />
      {state !== 'STOPPED' && (
        <Button
          kind="danger"
          disabled={isOff || !abilities.canStop}
          title={reason ?? stopReason(abilities)}
          onClick={() => setAsking(true)}
        >
          Stop…
        </Button>
      )}
      {abilities.isReadOnly && <span className={classes.quiet}>read-only profile</span>}
      {isAsking && (
        <Confirm
          title={`Stop ${name}?`}
          action="Stop"
          isDangerous
          isBusy={commands.isBusy}
          problem={commands.problem}
          onConfirm={() => void commands.stop().then(isTaken => isTaken && setAsking(false))}
          onClose={() => setAsking(false)}
        >
          Its tasks end and are given back. Where it was read to is kept, so that it goes on from there when it is
          resumed; meanwhile nothing is copied.
        </Confirm>
      )}
    </div>
  )
}

function stopReason({ canStop }: ConnectAbilities): string | undefined {
  return canStop ? undefined : 'This Connect cannot stop a connector: that came with version 3.5. Pause it instead.'
}

function restartItems({ abilities, tasks, state }: ConnectorDetail, commands: ConnectCommands): MenuItem[] {
  const why = (ifNot?: string) =>
    abilities.isReadOnly ? readOnlyReason : commands.isBusy ? 'A command is under way.' : ifNot
  const needsTasks = abilities.canRestartTasks ? undefined : 'That came with Connect 3.0: restart each task instead.'
  const nothingFailed =
    state === 'FAILED' || tasks.some(task => task.state === 'FAILED') ? undefined : 'Nothing has failed.'
  return [
    {
      id: 'connector',
      title: 'The connector alone',
      disabledReason: why(),
      onSelect: () => commands.restart({ includeTasks: false, onlyFailed: false }),
    },
    {
      id: 'all',
      title: 'With all its tasks',
      disabledReason: why(needsTasks),
      onSelect: () => commands.restart({ includeTasks: true, onlyFailed: false }),
    },
    {
      id: 'failed',
      title: 'Only what has failed',
      disabledReason: why(needsTasks ?? nothingFailed),
      onSelect: () => commands.restart({ includeTasks: true, onlyFailed: true }),
    },
  ]
}

function offered(
  { name, state, abilities }: ConnectorDetail,
  commands: ConnectCommands,
  { restarts, onStop }: { restarts: readonly MenuItem[]; onStop: () => void },
): Command[] {
  const isHalted = state === 'PAUSED' || state === 'STOPPED'
  return [
    isHalted
      ? { id: 'connect.resume', title: `Resume ${name}`, run: commands.resume }
      : { id: 'connect.pause', title: `Pause ${name}`, run: commands.pause },
    ...(abilities.canStop && state !== 'STOPPED' ? [{ id: 'connect.stop', title: `Stop ${name}…`, run: onStop }] : []),
    ...restarts
      .filter(item => item.disabledReason === undefined || item.disabledReason.startsWith('A command'))
      .map(item => ({
        id: `connect.restart.${item.id}`,
        title: `Restart ${name}: ${item.title.toLowerCase()}`,
        run: item.onSelect,
      })),
  ]
}
