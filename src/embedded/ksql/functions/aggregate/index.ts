import { avg } from './avg'
import { collectList } from './collect-list'
import { collectSet } from './collect-set'
import { count } from './count'
import { earliestByOffset } from './earliest-by-offset'
import type { AggregateFunction } from './function'
import { latestByOffset } from './latest-by-offset'
import { max } from './max'
import { min } from './min'
import { sum } from './sum'
import { topK, topKDistinct } from './top-k'

export type { AggregateArgument, AggregateFunction, AggregateLimits, BoundAggregate } from './function'

/** Every aggregate function. SHOW FUNCTIONS, DESCRIBE FUNCTION and the planner are derived from this list. */
export const aggregateFunctions: AggregateFunction[] = [
  avg,
  collectList,
  collectSet,
  count,
  earliestByOffset,
  latestByOffset,
  max,
  min,
  sum,
  topK,
  topKDistinct,
]
