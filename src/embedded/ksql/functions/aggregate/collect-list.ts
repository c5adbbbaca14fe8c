import { arrayOf } from '../../syntax/types'
import { sameValue, type Value } from '../value'
import type { AggregateFunction } from './function'

/** All values in the order of their arrival; a null is one like any other. */
export const collectList: AggregateFunction = {
  name: 'COLLECT_LIST',
  description: 'All values as an array.',
  bind([argument, ...more], limits) {
    if (!argument?.type || more.length > 0) return undefined
    return {
      returns: arrayOf(argument.type),
      inputs: 1,
      initial: () => [],
      add(state, [value = null]) {
        const list = state as Value[]
        if (list.length < limits.list) list.push(value)
        return list
      },
      undo(state, [value = null]) {
        const list = state as Value[]
        const at = list.findLastIndex(item => sameValue(item, value))
        if (at >= 0) list.splice(at, 1)
        return list
      },
      result: state => [...(state as Value[])],
    }
  },
}
