import { stationsTopic } from '../../shared/city/names'
import { debeziumPostgresClass, jdbcSourceClass } from '../lib/source-connector-classes'

/** The database as a connector reaches it. */
export interface DatabaseAddress {
  host: string
  port: string
  database: string
  user: string
  password: string
}

/** A connector class that can put the stations table on its topic, and how it is told to. */
export interface SourceConnector {
  class: string
  config(database: DatabaseAddress): Record<string, string>
}

/** Those that we know how to set up, the preferred one first. */
export const sourceConnectors: SourceConnector[] = [
  {
    class: jdbcSourceClass,
    config: ({ host, port, database, user, password }) => ({
      'tasks.max': '1',
      'connection.url': `jdbc:postgresql://${host}:${port}/${database}`,
      'connection.user': user,
      'connection.password': password,
      'table.whitelist': table,
      mode: 'incrementing',
      'incrementing.column.name': 'stop_id',
      'topic.prefix': `${topicPrefix}.`,
      'batch.max.rows': '500',
      'poll.interval.ms': '5000',
    }),
  },
  {
    // Reads the write-ahead log instead of polling; unwrapped and renamed, its rows are the same.
    class: debeziumPostgresClass,
    config: ({ host, port, database, user, password }) => ({
      'tasks.max': '1',
      'database.hostname': host,
      'database.port': port,
      'database.dbname': database,
      'database.user': user,
      'database.password': password,
      'plugin.name': 'pgoutput',
      'slot.name': 'elevated_stations',
      'publication.name': 'elevated_stations',
      'publication.autocreate.mode': 'filtered',
      'table.include.list': `public.${table}`,
      'snapshot.mode': 'initial',
      'topic.prefix': topicPrefix,
      transforms: 'row,route',
      'transforms.row.type': 'io.debezium.transforms.ExtractNewRecordState',
      // Readers of the topic expect a row in every record.
      'transforms.row.delete.tombstone.handling.mode': 'drop',
      'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.route.regex': `${topicPrefix.replaceAll('.', '\\.')}\\.public\\.(.*)`,
      'transforms.route.replacement': `${topicPrefix}.$1`,
    }),
  },
]

const table = 'stations'
const topicPrefix = stationsTopic.slice(0, -`.${table}`.length)

const jsonConverter = 'org.apache.kafka.connect.json.JsonConverter'

/** The whole configuration of a connector, ready to be PUT. */
export function connectorConfig(source: SourceConnector, database: DatabaseAddress): Record<string, string> {
  return {
    'connector.class': source.class,
    'key.converter': jsonConverter,
    'key.converter.schemas.enable': 'false',
    'value.converter': jsonConverter,
    'value.converter.schemas.enable': 'false',
    ...source.config(database),
  }
}

/** The database's parts from its URL; `fromConnect` (host:port) replaces the address as the app knows it. */
export function databaseAddress(url: string, fromConnect?: string): DatabaseAddress {
  const parsed = new URL(url)
  const [host = parsed.hostname, port = '5432'] = (fromConnect ?? `${parsed.hostname}:${parsed.port || '5432'}`).split(
    ':',
  )
  return {
    host,
    port,
    database: decodeURIComponent(parsed.pathname.slice(1)),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
  }
}
