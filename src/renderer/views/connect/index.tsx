import { IconPlugConnectedX } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useCall } from '../../state/query'
import { useCommands } from '../../ui/commands'
import { Empty } from '../../ui/Empty'
import { Failure } from '../../ui/Failure'
import { Pane } from '../../ui/Pane'
import classes from './Connect.module.css'
import { Connector } from './Connector'
import { ConnectorList } from './ConnectorList'
import { useAddress } from '../../state/address'
import { formatAddress, parseAddress } from './address'

/** Connectors are looked at so often while the page is shown, ms. */
const everyMs = 2_000

/** What Kafka Connect runs: all connectors above, one in full below. */
export default function Connect() {
  const [address, go] = useAddress(parseAddress, formatAddress)
  const { connector, show } = address
  const overview = useCall('connect.overview', (client, signal) => client.connect.overview(undefined, { signal }), {
    everyMs,
    doing: 'Reading the connectors',
  })
  useCommands('Connect', [
    {
      id: 'connect.show',
      title: show === 'plugins' ? 'Show connectors' : 'Show plugins of Connect',
      run: () => go({ show: show === 'plugins' ? 'connectors' : 'plugins', connector: null, task: null, filter: '' }),
    },
  ])
  const { data, problem } = overview
  if (problem?.code === 'connect-absent') return <NoConnect />
  if (problem && !data) {
    return (
      <Pane title="Connect">
        <Failure problem={problem} retryAt={overview.retryAt} onRetry={overview.reload}>
          What is on the topics stays there.
        </Failure>
      </Pane>
    )
  }
  const isOpen = connector !== null && show === 'connectors'
  return (
    <div className={classes.view} data-open={isOpen || undefined}>
      <ConnectorList overview={overview} address={address} go={go} />
      {isOpen && (
        <Connector
          key={connector}
          name={connector}
          address={address}
          go={go}
          worker={data?.worker ?? null}
          onChanged={overview.reload}
        />
      )}
    </div>
  )
}

function NoConnect() {
  return (
    <Pane title="Connect">
      <Empty
        icon={IconPlugConnectedX}
        title="This profile has no Kafka Connect"
        actions={<Link href="/settings">Open the settings</Link>}
      >
        Add the address of a worker to the profile, or choose a profile that has it.
      </Empty>
    </Pane>
  )
}
