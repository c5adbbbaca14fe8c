import { bigint } from '../../syntax/types'
import type { AggregateFunction } from './function'

/** COUNT(*) and COUNT() count rows, COUNT(c) those in which c is not null. */
export const count: AggregateFunction = {
  name: 'COUNT',
  description: 'How many rows there are, or how many in which the value is not null.',
  bind(input) {
    if (input.length > 1) return undefined
    const counts = (values: unknown[]) => (input.length === 0 || values[0] !== null ? 1 : 0)
    return {
      returns: bigint,
      inputs: input.length,
      initial: () => 0,
      add: (state, values) => (state as number) + counts(values),
      undo: (state, values) => (state as number) - counts(values),
      result: state => state,
    }
  },
}
