import { AvroSchemaError, parseAvro, type AvroType } from '../../formats/avro'
import {
  arrayOf,
  bigint,
  boolean,
  bytes,
  date,
  double,
  integer,
  mapOf,
  string,
  time,
  timestamp,
  type SqlType,
} from '../syntax/types'
import type { Column } from './catalog'
import { StatementError } from './statement-error'

/**
 * The columns of a record schema, named in upper case. A schema that is no record gives one column, ROWVAL.
 *
 * @throws StatementError when the text is no schema, or a type has no place in SQL
 */
export function columnsOfAvro(text: string, subject: string): Column[] {
  try {
    const { root } = parseAvro(text)
    if (root.type !== 'record') return [{ name: 'ROWVAL', type: sqlTypeOf(root, subject) }]
    return root.fields.map(field => ({ name: field.name.toUpperCase(), type: sqlTypeOf(field.type, field.name) }))
  } catch (error) {
    if (error instanceof AvroSchemaError)
      throw new StatementError(`The schema of subject ${subject} cannot be read: ${error.message}`)
    throw error
  }
}

/** @param where named in the message when the type has no place in SQL */
function sqlTypeOf(type: AvroType, where: string): SqlType {
  switch (type.type) {
    case 'boolean':
      return boolean
    case 'int':
      return type.props.logicalType === 'date' ? date : type.props.logicalType === 'time-millis' ? time : integer
    case 'long':
      return type.props.logicalType === 'timestamp-millis' ? timestamp : bigint
    case 'float':
    case 'double':
      return double
    case 'string':
    case 'enum':
      return string
    case 'bytes':
    case 'fixed':
      if (type.props.logicalType === 'decimal')
        throw new StatementError(`${where}: the type DECIMAL is not supported yet by the embedded ksqlDB.`)
      return bytes
    case 'array':
      return arrayTypeOf(type.items, where)
    case 'map':
      return mapOf(string, sqlTypeOf(type.values, where))
    case 'record':
      return {
        base: 'STRUCT',
        fields: type.fields.map(field => ({ name: field.name.toUpperCase(), type: sqlTypeOf(field.type, field.name) })),
      }
    case 'union': {
      const branches = type.branches.filter(branch => branch.type !== 'null')
      if (branches.length === 1) return sqlTypeOf(branches[0]!, where)
      throw new StatementError(`${where}: a union of several types cannot be a column.`)
    }
    default:
      throw new StatementError(`${where}: Avro's ${type.type} cannot be a column.`)
  }
}

/** ksqlDB writes maps as arrays of entries. */
function arrayTypeOf(items: AvroType, where: string): SqlType {
  if (items.type === 'record' && items.props['connect.internal.type'] === 'MapEntry') {
    const value = items.fields.find(field => field.name === 'value')
    if (value) return mapOf(string, sqlTypeOf(value.type, where))
  }
  return arrayOf(sqlTypeOf(items, where))
}

/** The text of the schema that ksqlDB would register for these columns. */
export function avroOfColumns(columns: Column[], isSingle: boolean): string {
  if (isSingle) return JSON.stringify(avroOf(columns[0]!.type, recordName))
  return JSON.stringify(recordOf(columns, recordName, false))
}

const recordName = 'KsqlDataSourceSchema'
const namespace = 'io.confluent.ksql.avro_schemas'

function recordOf(fields: { name: string; type: SqlType }[], name: string, isNested: boolean): object {
  return {
    type: 'record',
    name,
    namespace,
    fields: fields.map(field => ({
      name: field.name,
      type: ['null', avroOf(field.type, `${name}_${field.name}`)],
      default: null,
    })),
    ...(isNested ? { 'connect.name': `${namespace}.${name}` } : {}),
  }
}

/** @param name of the record, when one is needed */
function avroOf(type: SqlType, name: string): unknown {
  switch (type.base) {
    case 'BOOLEAN':
      return 'boolean'
    case 'INTEGER':
      return 'int'
    case 'BIGINT':
      return 'long'
    case 'DOUBLE':
      return 'double'
    case 'STRING':
      return 'string'
    case 'BYTES':
      return 'bytes'
    case 'TIMESTAMP':
      return {
        type: 'long',
        'connect.version': 1,
        'connect.name': 'org.apache.kafka.connect.data.Timestamp',
        logicalType: 'timestamp-millis',
      }
    case 'DATE':
      return {
        type: 'int',
        'connect.version': 1,
        'connect.name': 'org.apache.kafka.connect.data.Date',
        logicalType: 'date',
      }
    case 'TIME':
      return {
        type: 'int',
        'connect.version': 1,
        'connect.name': 'org.apache.kafka.connect.data.Time',
        logicalType: 'time-millis',
      }
    case 'ARRAY':
      return { type: 'array', items: ['null', avroOf(type.item, name)] }
    case 'MAP':
      return {
        type: 'array',
        items: {
          type: 'record',
          name,
          namespace,
          fields: [
            { name: 'key', type: ['null', 'string'], default: null },
            { name: 'value', type: ['null', avroOf(type.value, `${name}_VALUE`)], default: null },
          ],
          'connect.internal.type': 'MapEntry',
        },
        'connect.internal.type': 'MapEntry',
      }
    case 'STRUCT':
      return recordOf(type.fields, name, true)
    case 'DECIMAL':
      throw new StatementError('The type DECIMAL is not supported yet by the embedded ksqlDB.')
  }
}
