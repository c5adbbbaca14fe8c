import { arrayOf } from '../../syntax/types'
import { sameValue, type Value } from '../value'
import type { AggregateFunction } from './function'

/** The different values in the order in which each was seen first; null is one of them. */
export const collectSet: AggregateFunction = {
  name: 'COLLECT_SET',
  description: 'The different values as an array.',
  bind([argument, ...more], limits) {
    if (!argument?.type || more.length > 0) return undefined
    return {
      returns: arrayOf(argument.type),
      inputs: 1,
      initial: () => [],
      add(state, [value = null]) {
        const set = state as Value[]
        if (set.length < limits.set && !set.some(item => sameValue(item, value))) set.push(value)
        return set
      },
      result: state => [...(state as Value[])],
    }
  },
}
