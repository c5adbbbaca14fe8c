import { arrayOf } from '../../syntax/types'
import { sameValue, type Value } from '../value'
import type { AggregateFunction } from './function'

/** Values that are collected; those behind are left out. ksql.functions.collect_list.limit has this default here. */
export const collectedMax = 1_000

/** All values in the order of their arrival; a null is one like any other. */
export const collectList: AggregateFunction = {
  name: 'COLLECT_LIST',
  description: 'All values as an array.',
  bind([argument, ...more]) {
    if (!argument?.type || more.length > 0) return undefined
    return {
      returns: arrayOf(argument.type),
      inputs: 1,
      initial: () => [],
      add(state, [value = null]) {
        const list = state as Value[]
        if (list.length < collectedMax) list.push(value)
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
