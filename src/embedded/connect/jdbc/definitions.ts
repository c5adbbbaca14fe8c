import { atLeast, oneOf, oneOfAnyCase, type ConfigValue, type Definition } from '../config/definition'

export const modes = ['', 'bulk', 'timestamp', 'incrementing', 'timestamp+incrementing'] as const
export const numericMappings = ['none', 'precision_only', 'best_fit', 'best_fit_eager_double'] as const

const connection: Definition[] = [
  {
    name: 'connection.url',
    type: 'STRING',
    importance: 'HIGH',
    documentation: 'JDBC connection URL, such as jdbc:postgresql://localhost:5432/cta.',
    width: 'LONG',
    displayName: 'JDBC URL',
    dependents: ['table.whitelist', 'table.blacklist'],
  },
  {
    name: 'connection.user',
    type: 'STRING',
    default: null,
    importance: 'HIGH',
    documentation: 'JDBC connection user.',
    width: 'LONG',
    displayName: 'JDBC User',
  },
  {
    name: 'connection.password',
    type: 'PASSWORD',
    default: null,
    importance: 'HIGH',
    documentation: 'JDBC connection password.',
    width: 'SHORT',
    displayName: 'JDBC Password',
  },
  {
    name: 'connection.attempts',
    type: 'INT',
    default: 3,
    importance: 'LOW',
    documentation: 'Maximum number of attempts to retrieve a valid JDBC connection. Must be a positive integer.',
    width: 'SHORT',
    displayName: 'JDBC connection attempts',
    check: atLeast(1),
  },
  {
    name: 'connection.backoff.ms',
    type: 'LONG',
    default: 10000,
    importance: 'LOW',
    documentation: 'Backoff time in milliseconds between connection attempts.',
    width: 'SHORT',
    displayName: 'JDBC connection backoff in milliseconds',
    check: atLeast(0),
  },
  {
    name: 'table.whitelist',
    type: 'LIST',
    default: [],
    importance: 'MEDIUM',
    documentation: 'List of tables to include in copying. If specified, table.blacklist may not be set.',
    width: 'LONG',
    displayName: 'Table Whitelist',
  },
  {
    name: 'table.blacklist',
    type: 'LIST',
    default: [],
    importance: 'MEDIUM',
    documentation: 'List of tables to exclude from copying. If specified, table.whitelist may not be set.',
    width: 'LONG',
    displayName: 'Table Blacklist',
  },
  {
    name: 'catalog.pattern',
    type: 'STRING',
    default: null,
    importance: 'MEDIUM',
    documentation: 'Catalog of the tables. PostgreSQL has one, the database itself.',
    width: 'SHORT',
    displayName: 'Catalog pattern',
  },
  {
    name: 'schema.pattern',
    type: 'STRING',
    default: null,
    importance: 'HIGH',
    documentation: 'Pattern (with % and _) of the schemas whose tables are read; all schemas without it.',
    width: 'SHORT',
    displayName: 'Schema pattern',
  },
  {
    name: 'numeric.precision.mapping',
    type: 'BOOLEAN',
    default: false,
    importance: 'LOW',
    documentation: 'Deprecated: true is numeric.mapping=precision_only.',
    width: 'SHORT',
    displayName: 'Map Numeric Values By Precision (deprecated)',
  },
  {
    name: 'numeric.mapping',
    type: 'STRING',
    default: null,
    importance: 'LOW',
    documentation: 'How NUMERIC columns are mapped: none, precision_only, best_fit or best_fit_eager_double.',
    width: 'SHORT',
    displayName: 'Map Numeric Values, Integral or Decimal, By Precision and Scale',
    recommended: [...numericMappings],
    check: value => (value === null ? null : oneOfAnyCase(...numericMappings)(value)),
  },
  {
    name: 'dialect.name',
    type: 'STRING',
    default: '',
    importance: 'LOW',
    documentation: 'The name of the database dialect; found from the URL when it is empty.',
    width: 'LONG',
    displayName: 'Database Dialect',
    recommended: ['', 'PostgreSqlDatabaseDialect'],
    check: oneOf('', 'PostgreSqlDatabaseDialect'),
  },
]

const mode: Definition[] = [
  {
    name: 'mode',
    type: 'STRING',
    default: '',
    importance: 'HIGH',
    documentation: 'How new rows are found: bulk, incrementing, timestamp or timestamp+incrementing.',
    width: 'MEDIUM',
    displayName: 'Table Loading Mode',
    dependents: ['incrementing.column.name', 'timestamp.column.name', 'validate.non.null'],
    recommended: modes.filter(name => name !== ''),
    check: oneOf(...modes),
  },
  {
    name: 'incrementing.column.name',
    type: 'STRING',
    default: '',
    importance: 'MEDIUM',
    documentation: 'The strictly incrementing column; empty takes the auto-increment column. It may not be nullable.',
    width: 'MEDIUM',
    displayName: 'Incrementing Column Name',
  },
  {
    name: 'timestamp.column.name',
    type: 'LIST',
    default: [],
    importance: 'MEDIUM',
    documentation: 'Timestamp columns; the first that is not null counts. At least one may not be nullable.',
    width: 'MEDIUM',
    displayName: 'Timestamp Column Name',
  },
  {
    name: 'timestamp.initial',
    type: 'LONG',
    default: null,
    importance: 'LOW',
    documentation: 'Where a first timestamp query begins, in ms since 1970; -1 is now. Without it, at 1970.',
    width: 'MEDIUM',
    displayName: 'Unix time value of initial timestamp',
  },
  {
    name: 'validate.non.null',
    type: 'BOOLEAN',
    default: true,
    importance: 'LOW',
    documentation: 'Whether to check that incrementing and timestamp columns are NOT NULL.',
    width: 'SHORT',
    displayName: 'Validate Non Null',
  },
  {
    name: 'query',
    type: 'STRING',
    default: '',
    importance: 'MEDIUM',
    documentation: 'A query to read instead of tables. With an incremental mode a WHERE clause is put behind it.',
    width: 'SHORT',
    displayName: 'Query',
  },
  {
    name: 'query.suffix',
    type: 'STRING',
    default: '',
    importance: 'LOW',
    documentation: 'Text to put at the end of every query.',
    width: 'LONG',
    displayName: 'Query suffix',
  },
  {
    name: 'quote.sql.identifiers',
    type: 'STRING',
    default: 'ALWAYS',
    importance: 'MEDIUM',
    documentation: 'Whether names are quoted in SQL: ALWAYS or NEVER.',
    width: 'MEDIUM',
    displayName: 'Quote Identifiers',
    recommended: ['ALWAYS', 'NEVER'],
    check: oneOfAnyCase('ALWAYS', 'NEVER'),
  },
  {
    name: 'query.retry.attempts',
    type: 'INT',
    default: -1,
    importance: 'LOW',
    documentation: 'How many times in a row a query may fail before the task does; -1 is without end.',
    width: 'SHORT',
    displayName: 'Query retry attempts',
    check: atLeast(-1),
  },
]

const connector: Definition[] = [
  {
    name: 'table.types',
    type: 'LIST',
    default: ['TABLE'],
    importance: 'LOW',
    documentation: 'Types of tables to read, such as TABLE and VIEW.',
    width: 'MEDIUM',
    displayName: 'Table Types',
  },
  {
    name: 'poll.interval.ms',
    type: 'INT',
    default: 5000,
    importance: 'HIGH',
    documentation: 'Frequency in ms to poll for new data in each table.',
    width: 'SHORT',
    displayName: 'Poll Interval (ms)',
    check: atLeast(0),
  },
  {
    name: 'batch.max.rows',
    type: 'INT',
    default: 1000,
    importance: 'LOW',
    documentation: 'Maximum number of rows to include in a single batch when polling for new data.',
    width: 'SHORT',
    displayName: 'Max Rows Per Batch',
    check: atLeast(1),
  },
  {
    name: 'table.poll.interval.ms',
    type: 'LONG',
    default: 60000,
    importance: 'LOW',
    documentation: 'Frequency in ms to poll for new or removed tables.',
    width: 'SHORT',
    displayName: 'Metadata Change Monitoring Interval (ms)',
    check: atLeast(1),
  },
  {
    name: 'topic.prefix',
    type: 'STRING',
    importance: 'HIGH',
    documentation: 'Prefix before table names for the topic; for a query, the full name of the topic.',
    width: 'MEDIUM',
    displayName: 'Topic Prefix',
  },
  {
    name: 'timestamp.delay.interval.ms',
    type: 'LONG',
    default: 0,
    importance: 'HIGH',
    documentation: 'How long to wait after a timestamp before rows with it are read: late transactions are then seen.',
    width: 'MEDIUM',
    displayName: 'Delay Interval (ms)',
  },
  {
    name: 'db.timezone',
    type: 'STRING',
    default: 'UTC',
    importance: 'MEDIUM',
    documentation: 'Time zone of timestamp columns without one.',
    width: 'MEDIUM',
    displayName: 'DB time zone',
    check: timeZoneComplaint,
  },
  // Hints about buffers, which do not change what is read.
  { name: 'poll.linger.ms', type: 'LONG', default: 5000, importance: 'LOW', documentation: 'Accepted; has no effect.' },
  { name: 'max.buffer.size', type: 'INT', default: 0, importance: 'LOW', documentation: 'Accepted; has no effect.' },
  onlyDefault('timestamp.granularity', 'CONNECT_LOGICAL', 'The form of timestamps: CONNECT_LOGICAL.'),
  onlyDefault('transaction.isolation.mode', 'DEFAULT', 'The isolation level: the default of the database.'),
  onlyDefault('date.calendar.system', 'LEGACY', 'The calendar of dates: LEGACY.'),
  onlyDefault('table.include.list', '', 'Regular expressions for tables are not done here: use table.whitelist.'),
  onlyDefault('table.exclude.list', '', 'Regular expressions for tables are not done here: use table.blacklist.'),
]

function onlyDefault(name: string, value: string, documentation: string): Definition {
  return {
    name,
    type: 'STRING',
    default: value,
    importance: 'LOW',
    documentation,
    check: given =>
      String(given).toUpperCase() === value
        ? null
        : `Only ${value === '' ? 'an empty value' : value} is supported here. ${documentation}`,
  }
}

function timeZoneComplaint(value: ConfigValue): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(value) })
    return null
  } catch {
    return 'Invalid time zone identifier'
  }
}

const inGroup = (group: string, definitions: Definition[]) => definitions.map(definition => ({ ...definition, group }))

/** Every key of the JDBC source. */
export const jdbcDefinitions: readonly Definition[] = [
  ...inGroup('Database', connection),
  ...inGroup('Mode', mode),
  ...inGroup('Connector', connector),
]
