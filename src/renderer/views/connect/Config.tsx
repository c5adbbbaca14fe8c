import { IconLock } from '@tabler/icons-react'
import type { ConnectorDetail } from '../../../shared/contract/connect'
import { CopyButton } from '../../ui/CopyButton'
import { Table, type Column } from '../../ui/Table'
import classes from './Connect.module.css'

type Setting = ConnectorDetail['config'][number]

const columns: Column<Setting>[] = [
  {
    id: 'key',
    title: 'Setting',
    width: 'minmax(180px, 1fr)',
    mono: true,
    sortBy: ({ key }) => key,
    render: ({ key }) => <span title={key}>{key}</span>,
  },
  {
    id: 'value',
    title: 'Value',
    width: 'minmax(200px, 2fr)',
    mono: true,
    render: ({ value }) =>
      value === null ? (
        <span className={classes.secret} title="A secret: it does not leave the app's main process.">
          <IconLock size={12} stroke={1.8} aria-hidden />
          secret, not shown
        </span>
      ) : (
        <span className={classes.value} title={value}>
          {value}
        </span>
      ),
  },
]

/** The connector's configuration. Secrets stay where they are. */
export function Config({ config }: { config: readonly Setting[] }) {
  const secrets = config.filter(({ value }) => value === null).length
  return (
    <section className={classes.section} data-fills aria-label="Configuration">
      <header className={classes.sectionHead}>
        <h3>Configuration</h3>
        <span>
          {config.length}
          {secrets > 0 && `, ${secrets} of them secret`}
        </span>
        <CopyButton
          className={classes.copy}
          label="Copy the configuration without its secrets"
          text={() => asJson(config)}
        />
      </header>
      <div className={classes.fills}>
        <Table
          label="Configuration"
          columns={columns}
          rows={config}
          rowKey={({ key }) => key}
          rowHeight={26}
          hasKeys={false}
        />
      </div>
    </section>
  )
}

function asJson(config: readonly Setting[]): string {
  const shown = config.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const]))
  return JSON.stringify(Object.fromEntries(shown), null, 2)
}
