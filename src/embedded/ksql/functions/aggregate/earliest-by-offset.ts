import { byOffset } from './by-offset'

export const earliestByOffset = byOffset(
  'EARLIEST_BY_OFFSET',
  'The first value, or the first so many, by offset.',
  false,
)
