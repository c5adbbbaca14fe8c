import { arrayOf } from '../../syntax/types'
import { compareValues, sameValue, type Value } from '../value'
import type { AggregateFunction } from './function'

/** Values that may be asked for. */
const countMax = 10_000

/** TOPK(c, k): the k largest values, largest first; nulls are ignored. Not done: further columns. */
export const topK = largest('TOPK', 'The largest values, as many as the second argument says.', false)

/** TOPKDISTINCT(c, k): as TOPK, equal values once. */
export const topKDistinct = largest('TOPKDISTINCT', 'The largest different values.', true)

function largest(name: string, description: string, isDistinct: boolean): AggregateFunction {
  return {
    name,
    description,
    bind([argument, size, ...more]) {
      const count = size?.literal
      if (!argument?.type || typeof count !== 'number' || more.length > 0) return undefined
      if (['ARRAY', 'MAP', 'STRUCT', 'BOOLEAN'].includes(argument.type.base) || count < 1 || count > countMax)
        return undefined
      return {
        returns: arrayOf(argument.type),
        inputs: 1,
        initial: () => [],
        add: (state, [value = null]) => (value === null ? state : inserted(state as Value[], value, count, isDistinct)),
        result: state => [...(state as Value[])],
      }
    },
  }
}

function inserted(list: Value[], value: Value, count: number, isDistinct: boolean): Value[] {
  if (isDistinct && list.some(item => sameValue(item, value))) return list
  const at = list.findIndex(item => compareValues(value, item) > 0)
  list.splice(at < 0 ? list.length : at, 0, value)
  if (list.length > count) list.pop()
  return list
}
