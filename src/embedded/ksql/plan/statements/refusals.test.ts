import { describe, expect, it } from 'vitest'
import { parseStatements, showProblem } from '../../syntax/parse'
import { emptyCatalog } from '../catalog'
import { applyCommand } from '../command'
import { factsFrom, withTopic } from '../facts'
import { planStatement } from './index'

/** What is there before each statement. */
const before = `
  CREATE STREAM s (k STRING KEY, n INT, line STRING, m MAP<STRING, INT>) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON');
  CREATE TABLE tab (id INT PRIMARY KEY, n INT, line STRING) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON');
  CREATE SOURCE STREAM ro (k STRING KEY, n INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON');
  CREATE STREAM derived AS SELECT k, n FROM s;
  CREATE TABLE old (a INT, b STRING) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', KEY='a');
`

const schemas = {
  'odd-value': JSON.stringify({ type: 'record', name: 'r', fields: [{ name: 'a', type: ['int', 'string'] }] }),
}

function plan(text: string): string {
  const { statements, problem } = parseStatements(before + text)
  if (problem) throw new Error(showProblem(problem))
  let catalog = emptyCatalog
  let facts = factsFrom({ topics: { t: { partitions: 2, replicas: 1 } }, schemas })
  let last = ''
  for (const [number, statement] of statements.entries()) {
    const planned = planStatement(statement, { catalog, facts, properties: {}, number, startOffsets: null })
    if ('warning' in planned) last = planned.warning
    else {
      catalog = applyCommand(catalog, planned.command)
      const { command } = planned
      if ('topic' in command && command.topic) facts = withTopic(facts, command.topic.name, command.topic)
      last = planned.message
    }
  }
  return last
}

const refused = (statement: string, message: string) =>
  expect(() => plan(statement)).toThrow(expect.objectContaining({ name: 'StatementError', message }))

const json = "WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON')"

describe('CREATE STREAM and CREATE TABLE', () => {
  it.each([
    [`CREATE STREAM s (a INT) ${json};`, "Cannot add stream 'S': A stream with the same name already exists"],
    [`CREATE STREAM tab (a INT) ${json};`, "Cannot add stream 'TAB': A table with the same name already exists"],
    [
      `CREATE OR REPLACE STREAM s (a INT) ${json};`,
      'CREATE OR REPLACE of what exists is not supported yet by the embedded ksqlDB.',
    ],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='missing', VALUE_FORMAT='JSON');",
      "Topic 'missing' does not exist. If you want to create a new topic for the stream please re-run the statement providing the required 'PARTITIONS' configuration in the WITH clause (and optionally 'REPLICAS'). For example: CREATE STREAM X (...) WITH (KAFKA_TOPIC='missing', PARTITIONS=2);",
    ],
    [
      "CREATE STREAM x (a INT) WITH (VALUE_FORMAT='JSON');",
      'Missing required property "KAFKA_TOPIC" which has no default value.',
    ],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t');",
      "Statement is missing the 'VALUE_FORMAT' property from the WITH clause. Either provide one or set a default via the 'ksql.persistence.default.format.value' config.",
    ],
    ["CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='YAML');", 'Unknown format: YAML'],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='PROTOBUF');",
      'The format PROTOBUF is not supported yet by the embedded ksqlDB.',
    ],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t', FORMAT='JSON', VALUE_FORMAT='JSON');",
      "Cannot supply both 'VALUE_FORMAT' and 'FORMAT' properties, as 'FORMAT' sets both key and value formats.",
    ],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', COLOUR='red');",
      'Failed to prepare statement: Invalid config variable(s) in the WITH clause: COLOUR',
    ],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=0);",
      'Invalid value 0 for property PARTITIONS: a whole number from 1 to 10000 is needed',
    ],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=3);",
      "A Kafka topic with the name 't' already exists, with different partition/replica configuration than required. KSQL expects 3 partitions (topic has 2), and 1 replication factor (topic has 1).",
    ],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='DELIMITED', VALUE_DELIMITER='ab');",
      "Invalid delimiter value: 'ab'. Only single characters, 'SPACE' and 'TAB' are valid.",
    ],
    [`CREATE STREAM x (a INT, a STRING) ${json};`, 'Duplicate column names: A'],
    [
      `CREATE STREAM x (rowtime BIGINT) ${json};`,
      "'ROWTIME' is a reserved column name. It is available on all streams and tables.",
    ],
    [`CREATE STREAM x (a NOTHING) ${json};`, 'Cannot resolve unknown type: NOTHING'],
    [`CREATE STREAM x (a DECIMAL(4, 2)) ${json};`, 'The type DECIMAL is not supported yet by the embedded ksqlDB.'],
    [`CREATE STREAM x (h BYTES HEADER('h')) ${json};`, 'A HEADERS column is not supported yet by the embedded ksqlDB.'],
    [
      `CREATE TABLE x (a INT KEY, b INT) ${json};`,
      "Line: 1, Col: 17: Column `A` is a 'KEY' column: please use 'PRIMARY KEY' for tables.",
    ],
    [
      `CREATE STREAM x (a INT PRIMARY KEY, b INT) ${json};`,
      "Line: 1, Col: 18: Column `A` is a 'PRIMARY KEY' column: please use 'KEY' for streams.",
    ],
    [
      "CREATE TABLE x (a INT) WITH (KAFKA_TOPIC='t', FORMAT='JSON');",
      'Tables require a PRIMARY KEY. Please define the PRIMARY KEY.',
    ],
    [
      "CREATE STREAM x (a INT KEY, b INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', KEY='b');",
      'Failed to prepare statement: Invalid config variable(s) in the WITH clause: KEY',
    ],
    [
      `CREATE STREAM x (a INT KEY, b INT KEY, c INT) ${json};`,
      "Key format does not support schema.\nformat: KAFKA\nschema: Persistence{columns=[`A` INTEGER, `B` INTEGER], features=[]}\nreason: The 'KAFKA' format only supports a single field. Got: [`A`, `B`]",
    ],
    [
      `CREATE STREAM x (a BOOLEAN KEY, c INT) ${json};`,
      "Key format does not support schema.\nformat: KAFKA\nschema: Persistence{columns=[`A` BOOLEAN], features=[]}\nreason: The 'KAFKA' format does not support type 'BOOLEAN', column: `A`",
    ],
    [
      "CREATE STREAM x (a ARRAY<INT>) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='DELIMITED');",
      "Value format does not support schema.\nformat: DELIMITED\nschema: Persistence{columns=[`A` ARRAY<INTEGER>], features=[]}\nreason: The 'DELIMITED' format does not support type 'ARRAY', column: `A`",
    ],
    [
      "CREATE STREAM x (a MAP<STRING, INT> KEY, c INT) WITH (KAFKA_TOPIC='t', FORMAT='JSON');",
      'Map keys, including types that contain maps, are not supported as they may lead to unexpected behavior due to inconsistent serialization.',
    ],
    [`CREATE STREAM x ${json};`, 'The statement does not define any columns.'],
    [
      "CREATE STREAM x WITH (KAFKA_TOPIC='t', VALUE_FORMAT='AVRO');",
      "Schema for message values on topic 't' does not exist in the Schema Registry.\nSubject: t-value\nPossible causes include:\n- The topic itself does not exist\n- Messages on the topic are not serialized using a format Schema Registry supports\n- The schema is registered on a different instance of the Schema Registry",
    ],
    [
      "CREATE STREAM x WITH (KAFKA_TOPIC='odd', VALUE_FORMAT='AVRO', PARTITIONS=1);",
      'a: a union of several types cannot be a column.',
    ],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', TIMESTAMP='b');",
      "The TIMESTAMP column set in the WITH clause does not exist in the schema: 'B'",
    ],
    [
      "CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', TIMESTAMP='a');",
      'Timestamp column, A, should be LONG(INT64), TIMESTAMP, or a String with a timestamp format specified.',
    ],
  ])('%s', refused)

  it('warns of what IF NOT EXISTS finds', () =>
    expect(plan(`CREATE STREAM IF NOT EXISTS s (a INT) ${json};`)).toBe(
      'Cannot add stream `S`: A stream with the same name already exists.',
    ))
})

describe('CREATE … AS SELECT', () => {
  it.each([
    ['CREATE STREAM x AS SELECT k, nothing FROM s;', "Line: 1, Col: 30: Column 'NOTHING' cannot be resolved."],
    ['CREATE STREAM x AS SELECT k, q.n FROM s;', "Line: 1, Col: 30: 'Q' is not a valid stream/table name or alias."],
    ['CREATE STREAM x AS SELECT * FROM nowhere;', 'NOWHERE does not exist.'],
    ['CREATE STREAM s AS SELECT * FROM tab;', "Cannot add stream 'S': A stream with the same name already exists"],
    [
      'CREATE TABLE x AS SELECT * FROM s;',
      'Invalid result type. Your SELECT query produces a STREAM. Please use CREATE STREAM AS SELECT statement instead.',
    ],
    [
      'CREATE STREAM x AS SELECT k, COUNT(*) FROM s GROUP BY k;',
      'Invalid result type. Your SELECT query produces a TABLE. Please use CREATE TABLE AS SELECT statement instead.',
    ],
    [
      'CREATE TABLE x AS SELECT k, SUM(COUNT(*)) FROM s GROUP BY k;',
      'Aggregate functions can not be nested: SUM(COUNT(*))',
    ],
    [
      'CREATE STREAM x AS SELECT k, COUNT(*) FROM s;',
      'Use of aggregate functions requires a GROUP BY clause. Aggregate function(s): COUNT',
    ],
    [
      'CREATE TABLE x AS SELECT k, n FROM s GROUP BY k, n;',
      'GROUP BY requires aggregate functions in either the SELECT or HAVING clause.',
    ],
    [
      'CREATE TABLE x AS SELECT k, n, COUNT(*) FROM s GROUP BY k;',
      'Non-aggregate SELECT expression(s) not part of GROUP BY: N\nEither add the column(s) to the GROUP BY or remove them from the SELECT.',
    ],
    [
      'CREATE TABLE x AS SELECT COUNT(*) AS c, SUM(n) AS t FROM s GROUP BY COUNT(*);',
      'GROUP BY does not support aggregate functions: COUNT(*).',
    ],
    [
      'CREATE TABLE x AS SELECT k, COUNT(*) FROM s WHERE COUNT(*) > 1 GROUP BY k;',
      'WHERE does not support aggregate functions: COUNT',
    ],
    ['CREATE TABLE x AS SELECT m, COUNT(*) FROM s GROUP BY m;', 'GROUP BY does not take MAP<STRING, INTEGER>'],
    [
      'CREATE TABLE x AS SELECT line, MAX(n) FROM tab GROUP BY line;',
      'The aggregation function(s) (MAX) cannot be applied to a table source, only to a stream source.',
    ],
    ['CREATE TABLE x AS SELECT k, SUM(line) FROM s GROUP BY k;', "Function 'SUM' does not accept parameters (STRING)."],
    ['CREATE TABLE x AS SELECT k, SUM(*) FROM s GROUP BY k;', "Function 'SUM' does not accept parameters (*)."],
    [
      'CREATE TABLE x AS SELECT line, COUNT(*) FROM tab WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY line;',
      'WINDOW clause is only supported on streams, not on tables',
    ],
    [
      'CREATE TABLE x AS SELECT k, COUNT(*) FROM s WINDOW HOPPING (SIZE 1 HOUR, ADVANCE BY 2 HOURS) GROUP BY k;',
      'ADVANCE BY must be positive and at most SIZE',
    ],
    [
      'CREATE TABLE x AS SELECT k, COUNT(*) FROM s WINDOW SESSION (1 HOUR) GROUP BY k;',
      'WINDOW SESSION is not supported yet by the embedded ksqlDB.',
    ],
    [
      'CREATE STREAM x AS SELECT k, n FROM s WINDOW TUMBLING (SIZE 1 HOUR);',
      'WINDOW clause requires a GROUP BY clause.',
    ],
    ['CREATE STREAM x AS SELECT k, n FROM s HAVING n > 1;', 'HAVING clause requires a GROUP BY clause'],
    [
      'CREATE STREAM x AS SELECT * FROM s JOIN derived ON s.k = derived.k;',
      'JOIN is not supported yet by the embedded ksqlDB.',
    ],
    [
      'CREATE TABLE x AS SELECT k, COUNT(*) FROM s WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY k EMIT FINAL;',
      'EMIT FINAL is not supported yet by the embedded ksqlDB.',
    ],
    [
      'CREATE STREAM x AS SELECT n FROM s;',
      'Key missing from projection (ie, SELECT).\nThe query used to build `X` must include the key column K in its projection (eg, SELECT K...).',
    ],
    [
      'CREATE STREAM x AS SELECT k, k AS copy, n FROM s;',
      'The projection contains a key column more than once: `K` and `COPY`.\nEach key column must only be in the projection once. If you intended to copy the key into the value, then consider using the AS_VALUE function to indicate which key reference should be copied.',
    ],
    ['CREATE STREAM x AS SELECT k FROM s;', 'The projection contains no value columns.'],
    [
      'CREATE STREAM x AS SELECT k, n, line AS n FROM s;',
      'The projection contains two columns called `N`: give one an alias.',
    ],
    ['CREATE STREAM x AS SELECT k, NULL AS nothing FROM s;', 'NOTHING has no type: use CAST(NULL AS …)'],
    [
      'CREATE STREAM x AS SELECT k, n FROM s LIMIT 3;',
      'LIMIT in a persistent query is not supported yet by the embedded ksqlDB.',
    ],
    ['CREATE STREAM x AS SELECT k, n FROM s WHERE line;', 'LINE is STRING; a condition must be BOOLEAN'],
    [
      'CREATE STREAM x AS SELECT k, FILTER(ARRAY[n], i => i > 1) AS f FROM s;',
      'A lambda function, here for FILTER, is not supported yet by the embedded ksqlDB.',
    ],
    ['CREATE STREAM x AS SELECT k, NOTHING(n) AS f FROM s;', "Can't find any functions with the name 'NOTHING'"],
    [
      'CREATE TABLE x AS SELECT id, n FROM tab PARTITION BY n;',
      'Invalid result type. PARTITION BY is not supported on tables: it would break the order of their changes.',
    ],
    [
      "CREATE TABLE x WITH (KEY_FORMAT='KAFKA') AS SELECT k, n, COUNT(*) AS c FROM s GROUP BY k, n;",
      "Key format does not support schema.\nformat: KAFKA\nschema: Persistence{columns=[`K` STRING, `N` INTEGER], features=[]}\nreason: The 'KAFKA' format only supports a single field. Got: [`K`, `N`]",
    ],
    [
      "CREATE STREAM x WITH (TIMESTAMP='line') AS SELECT k, line FROM s;",
      "The TIMESTAMP column set in the WITH clause is no BIGINT or TIMESTAMP column of the value: 'LINE'",
    ],
  ])('%s', refused)
})

describe('INSERT INTO … SELECT', () => {
  it.each([
    ['INSERT INTO nowhere SELECT * FROM s;', 'NOWHERE does not exist.'],
    ['INSERT INTO tab SELECT * FROM s;', 'INSERT INTO can only be used to insert into a stream. TAB is a table.'],
    ['INSERT INTO ro SELECT k, n FROM s;', 'Cannot insert into read-only stream: RO'],
    [
      'INSERT INTO derived SELECT k, line FROM s;',
      'Incompatible schema between results and sink.\nResult schema is `K` STRING KEY, `LINE` STRING\nSink schema is `K` STRING KEY, `N` INTEGER (DERIVED)',
    ],
    [
      'INSERT INTO derived SELECT k, COUNT(*) AS n FROM s GROUP BY k;',
      'Incompatible data sink: INSERT INTO takes a query that produces a STREAM, and this one produces a TABLE.',
    ],
  ])('%s', refused)
})

describe('DROP, TERMINATE and types', () => {
  it.each([
    ['DROP STREAM nowhere;', 'Stream NOWHERE does not exist.'],
    ['DROP TABLE s;', 'Incompatible data source type is STREAM, but statement was DROP TABLE'],
    [
      'DROP STREAM s;',
      'Cannot drop S.\nThe following queries read from this source: [CSAS_DERIVED_3].\nThe following queries write into this source: [].\nYou need to terminate them before dropping S.',
    ],
    ['DROP STREAM ro DELETE TOPIC;', 'Cannot delete topic for read-only source: RO'],
    ['DROP TABLE old DELETE TOPIC;', 'Refusing to delete topic. Found other data sources (S, TAB, RO) using topic t'],
    ['TERMINATE CSAS_NOTHING_1;', 'Unknown queryId: CSAS_NOTHING_1'],
    ['DROP TYPE nothing;', 'Type NOTHING does not exist.'],
    [
      'CREATE TYPE station AS STRUCT<a INT>; CREATE TYPE station AS INT;',
      "Cannot register custom type 'STATION' since it is already registered with type: STRUCT<`A` INTEGER>",
    ],
  ])('%s', refused)
})
