import { arrayOf } from '../../syntax/types'
import type { Value } from '../value'
import type { AggregateFunction } from './function'

/** Values that an ARRAY of the last or first ones may have. */
const countMax = 10_000

/**
 * LATEST_BY_OFFSET and EARLIEST_BY_OFFSET: `(c)`, `(c, ignoreNulls)`, `(c, n)`, `(c, n, ignoreNulls)`. Nulls are ignored
 * unless ignoreNulls is false. With n the result is an ARRAY, oldest first.
 */
export function byOffset(name: string, description: string, takesLatest: boolean): AggregateFunction {
  return {
    name,
    description,
    bind([argument, ...options]) {
      if (!argument?.type) return undefined
      const ignoresNulls = options.find(({ literal }) => typeof literal === 'boolean')?.literal !== false
      const count = options.find(({ literal }) => typeof literal === 'number')?.literal as number | undefined
      const given =
        (count === undefined ? 0 : 1) + (options.some(({ literal }) => typeof literal === 'boolean') ? 1 : 0)
      if (given !== options.length || (count !== undefined && (count < 1 || count > countMax))) return undefined
      const most = count ?? 1
      return {
        returns: count === undefined ? argument.type : arrayOf(argument.type),
        inputs: 1,
        initial: () => [],
        add(state, [value = null]) {
          const kept = state as Value[]
          if ((value === null && ignoresNulls) || (!takesLatest && kept.length >= most)) return state
          kept.push(value)
          if (kept.length > most) kept.shift()
          return kept
        },
        result: state => (count === undefined ? ((state as Value[])[0] ?? null) : [...(state as Value[])]),
      }
    },
  }
}
