import type { ConnectorContext, RunningConnector } from '../connectors/plugin'
import type { RawConfig, Values } from '../config/definition'
import { listAt, numberAt, textAt, textOrNullAt } from '../config/definition'
import { connectPatiently } from './connection'
import { connectionSettings } from './settings'
import { checkUnambiguous, findTables, groupTables, tablesText, type TableFilter, type TableId } from './tables'

/**
 * Finds the tables, and looks for new ones each table.poll.interval.ms: then tasks are made anew.
 *
 * @throws ConnectError when the database does not let us in, or two tables would share a topic
 */
export async function startJdbcConnector(
  raw: RawConfig,
  values: Values,
  context: ConnectorContext,
): Promise<RunningConnector> {
  if (textAt(values, 'query') !== '') {
    return { taskConfigs: () => [{ ...raw, tables: '', 'tables.fetched': 'true' }], stop: async () => {} }
  }
  const filter = filterOf(values)
  const look = () => lookForTables(values, filter, context)
  let tables = await look()
  const timer = setInterval(() => void lookAgain(), numberAt(values, 'table.poll.interval.ms'))
  timer.unref()
  let isLooking = false

  async function lookAgain(): Promise<void> {
    if (isLooking || context.signal.aborted) return
    isLooking = true
    try {
      const found = await look()
      const isSame = tablesText(found) === tablesText(tables)
      tables = found
      if (!isSame) context.requestTaskReconfiguration()
    } catch (error) {
      if (!context.signal.aborted) context.log.warn({ err: error }, 'New tables could not be looked for; later again.')
    } finally {
      isLooking = false
    }
  }

  return {
    taskConfigs(tasksMax) {
      const groups = tables.length === 0 ? [[]] : groupTables(tables, tasksMax)
      return groups.map(group => ({ ...raw, tables: tablesText(group), 'tables.fetched': 'true' }))
    },
    async stop() {
      clearInterval(timer)
    },
  }
}

function filterOf(values: Values): TableFilter {
  return {
    whitelist: listAt(values, 'table.whitelist'),
    blacklist: listAt(values, 'table.blacklist'),
    schemaPattern: textOrNullAt(values, 'schema.pattern'),
    types: listAt(values, 'table.types'),
  }
}

async function lookForTables(
  values: Values,
  filter: TableFilter,
  { addresses, signal, log }: ConnectorContext,
): Promise<TableId[]> {
  const database = await connectPatiently({ settings: connectionSettings(values), addresses, signal }, log)
  try {
    const tables = await findTables(database, filter)
    checkUnambiguous(tables)
    return tables
  } finally {
    await database.close()
  }
}
