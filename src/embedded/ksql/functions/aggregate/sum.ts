import { isNumber, plus, type AggregateFunction } from './function'

/** The sum in the type of the column; 0 to begin with, nulls count nothing. */
export const sum: AggregateFunction = {
  name: 'SUM',
  description: 'The sum of the values.',
  bind([argument, ...more]) {
    const type = argument?.type
    if (!isNumber(type) || more.length > 0) return undefined
    return {
      returns: type,
      inputs: 1,
      initial: () => 0,
      add: (state, [value = null]) => (value === null ? state : plus(type, state, value, 1)),
      undo: (state, [value = null]) => (value === null ? state : plus(type, state, value, -1)),
      result: state => state,
    }
  },
}
