import { double } from '../../syntax/types'
import { isNumber, type AggregateFunction } from './function'

/** Sum and count of the values that are not null; 0 when there is none. */
export const avg: AggregateFunction = {
  name: 'AVG',
  description: 'The average of the values.',
  bind([argument, ...more]) {
    if (!isNumber(argument?.type) || more.length > 0) return undefined
    return {
      returns: double,
      inputs: 1,
      initial: () => [0, 0],
      add: (state, [value = null]) => (value === null ? state : moved(state as number[], Number(value), 1)),
      undo: (state, [value = null]) => (value === null ? state : moved(state as number[], Number(value), -1)),
      result: state => {
        const [sum = 0, count = 0] = state as number[]
        return count === 0 ? 0 : sum / count
      },
    }
  },
}

function moved([sum = 0, count = 0]: number[], value: number, sign: 1 | -1): number[] {
  return [sum + sign * value, count + sign]
}
