import { byOffset } from './by-offset'

export const latestByOffset = byOffset('LATEST_BY_OFFSET', 'The last value, or the last so many, by offset.', true)
