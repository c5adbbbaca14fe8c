import { textOfValue, bigintValue, type Value } from '../../functions/value'
import { showType, type SqlType } from '../../syntax/types'
import { StatementError } from '../statement-error'
import { parseDate, parseTime, parseTimestamp, showDate, showTime, showTimestamp } from './time-text'

const numbers = ['INTEGER', 'BIGINT', 'DOUBLE']

/**
 * How a value of one type becomes one of another. What cannot be converted at run time throws.
 *
 * @throws StatementError when values of the first type never become ones of the second
 */
export function castOf(from: SqlType | null, to: SqlType): (value: Value) => Value {
  if (from === null || showType(from) === showType(to)) return value => value
  const convert = conversion(from, to)
  if (!convert) throw new StatementError(`Cast of ${showType(from)} to ${showType(to)} is not supported`)
  return value => (value === null ? null : convert(value))
}

function conversion(from: SqlType, to: SqlType): ((value: Value) => Value) | null {
  if (to.base === 'STRING') return textConversion(from)
  if (numbers.includes(from.base) && numbers.includes(to.base)) return value => numberTo(to.base, value)
  if (from.base === 'STRING') return parsing(to)
  if (from.base === 'TIMESTAMP' && to.base === 'DATE') return value => Math.floor(Number(value) / 86_400_000)
  if (from.base === 'TIMESTAMP' && to.base === 'TIME')
    return value => ((Number(value) % 86_400_000) + 86_400_000) % 86_400_000
  if (from.base === 'DATE' && to.base === 'TIMESTAMP') return value => Number(value) * 86_400_000
  if (from.base === 'ARRAY' && to.base === 'ARRAY') {
    const convert = castOf(from.item, to.item)
    return value => (value as Value[]).map(convert)
  }
  if (from.base === 'MAP' && to.base === 'MAP') {
    const convert = castOf(from.value, to.value)
    return value =>
      Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, convert(item as Value)]))
  }
  return null
}

function textConversion(from: SqlType): (value: Value) => Value {
  switch (from.base) {
    case 'TIMESTAMP':
      return value => showTimestamp(Number(value))
    case 'DATE':
      return value => showDate(Number(value))
    case 'TIME':
      return value => showTime(Number(value))
    default:
      return value => textOfValue(value, from.base === 'DOUBLE')
  }
}

function parsing(to: SqlType): ((value: Value) => Value) | null {
  switch (to.base) {
    case 'INTEGER':
    case 'BIGINT':
    case 'DOUBLE':
      return value => numberFrom(to.base, (value as string).trim())
    case 'BOOLEAN':
      return value => booleanFrom((value as string).trim().toLowerCase())
    case 'TIMESTAMP':
      return value => parseTimestamp(value as string)
    case 'DATE':
      return value => parseDate(value as string)
    case 'TIME':
      return value => parseTime(value as string)
    default:
      return null
  }
}

function numberTo(base: string, value: Value): Value {
  if (base === 'DOUBLE') return Number(value)
  if (typeof value === 'bigint') return base === 'BIGINT' ? value : Number(BigInt.asIntN(32, value))
  const whole = Math.trunc(value as number)
  if (!Number.isFinite(whole)) throw new Error(`${String(value)} is not a whole number`)
  return base === 'INTEGER' ? Number(BigInt.asIntN(32, BigInt(whole))) : bigintValue(BigInt(whole))
}

function numberFrom(base: string, text: string): Value {
  if (base === 'DOUBLE') {
    const value = Number(text)
    if (text === '' || (Number.isNaN(value) && text !== 'NaN')) throw new Error(`'${text}' is not a number`)
    return value
  }
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`'${text}' is not a whole number`)
  const value = BigInt(text)
  const bits = base === 'INTEGER' ? 32 : 64
  if (BigInt.asIntN(bits, value) !== value) throw new Error(`${text} does not fit in ${base}`)
  return bigintValue(value)
}

/** As ksqlDB reads truth: the beginnings of true and yes are true, all else is false. */
function booleanFrom(text: string): boolean {
  return text !== '' && ('true'.startsWith(text) || 'yes'.startsWith(text))
}
