import { IconFilterOff } from '@tabler/icons-react'
import type { ConnectPlugin } from '../../../shared/contract/connect'
import { useCall } from '../../state/query'
import { Empty } from '../../ui/Empty'
import { LoadedView } from '../../ui/LoadedView'
import { Table, type Column } from '../../ui/Table'
import classes from './Connect.module.css'
import { simpleName } from './states'

const everyMs = 30_000

const columns: Column<ConnectPlugin>[] = [
  {
    id: 'name',
    title: 'Plugin',
    width: 'minmax(180px, 1fr)',
    sortBy: ({ className }) => simpleName(className),
    render: ({ className }) => <span className={classes.name}>{simpleName(className)}</span>,
  },
  { id: 'type', title: 'Type', width: '130px', sortBy: ({ type }) => type, render: ({ type }) => type },
  {
    id: 'version',
    title: 'Version',
    width: '140px',
    sortBy: ({ version }) => version,
    render: ({ version }) => version ?? <span className={classes.quiet}>not said</span>,
  },
  {
    id: 'class',
    title: 'Class',
    width: 'minmax(240px, 2fr)',
    mono: true,
    sortBy: ({ className }) => className,
    render: ({ className }) => <span className={classes.quiet}>{className}</span>,
  },
]

/** What the worker can run: connectors, converters, transforms. */
export function Plugins({ filter }: { filter: string }) {
  const plugins = useCall('connect.plugins', (client, signal) => client.connect.plugins(undefined, { signal }), {
    everyMs,
    doing: 'Reading the plugins',
  })
  return (
    <LoadedView loaded={plugins}>
      {all => (
        <Table
          label="Plugins"
          columns={columns}
          rows={all.filter(({ className }) => className.toLowerCase().includes(filter.toLowerCase()))}
          rowKey={({ className, type, version }) => `${className} ${type} ${version}`}
          sort={{ by: 'type', descending: false }}
          empty={<Empty icon={IconFilterOff} title="No plugin matches" />}
        />
      )}
    </LoadedView>
  )
}
