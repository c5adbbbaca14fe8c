import { compareValues } from '../value'
import type { AggregateFunction } from './function'

/** The smallest of the values that are not null; null while there is none. */
export const min: AggregateFunction = {
  name: 'MIN',
  description: 'The smallest of the values.',
  bind([argument, ...more]) {
    const type = argument?.type
    if (!type || ['ARRAY', 'MAP', 'STRUCT', 'BOOLEAN'].includes(type.base) || more.length > 0) return undefined
    return {
      returns: type,
      inputs: 1,
      initial: () => null,
      add(state, [value = null]) {
        if (value === null) return state
        return state === null || compareValues(value, state) < 0 ? value : state
      },
      result: state => state,
    }
  },
}
