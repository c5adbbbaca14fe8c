import { systemClock } from '../../lib/clock'
import { readConfig, type RawConfig } from '../config/definition'
import { startJdbcConnector } from '../jdbc/connector'
import { jdbcDefinitions } from '../jdbc/definitions'
import { jdbcSettings } from '../jdbc/settings'
import { parseTablesText } from '../jdbc/tables'
import { startJdbcTask } from '../jdbc/task'
import { validateJdbc } from '../jdbc/validate'
import type { SourceConnectorPlugin } from './plugin'

const valuesOf = (config: RawConfig) => readConfig(jdbcDefinitions, config)

/**
 * io.confluent.connect.jdbc.JdbcSourceConnector for PostgreSQL: tables or a query, as a whole (bulk) or what is new by
 * an incrementing column, a timestamp column, or both.
 */
export const jdbcSource: SourceConnectorPlugin = {
  className: 'io.confluent.connect.jdbc.JdbcSourceConnector',
  taskClassName: 'io.confluent.connect.jdbc.source.JdbcSourceTask',
  version: '10.8.4',
  definitions: jdbcDefinitions,
  validate: validateJdbc,
  startConnector: async (config, context) => startJdbcConnector(config, valuesOf(config), context),
  startTask: async (config, context) =>
    startJdbcTask(jdbcSettings(valuesOf(config)), parseTablesText(config.tables ?? ''), context, systemClock()),
}
