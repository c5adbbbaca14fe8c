import type { PageCursor } from '../../../shared/contract/records'
import { ProblemError } from '../../lib/problem'

/** Where to go on reading: before (older) or from (newer) an offset in each partition. */
export interface Place {
  direction: 'older' | 'newer'
  offsets: Map<number, bigint>
}

export function writeCursor({ direction, offsets }: Place): PageCursor {
  return `${direction};${[...offsets].map(([partition, offset]) => `${partition}:${offset}`).join(',')}`
}

/** @throws ProblemError wrong-cursor */
export function readCursor(cursor: PageCursor): Place {
  const [direction, places = ''] = cursor.split(';')
  if (direction !== 'older' && direction !== 'newer') throw new ProblemError(wrongCursor(cursor))
  const offsets = new Map<number, bigint>()
  for (const place of places.split(',').filter(text => text !== '')) {
    const [partition, offset] = place.split(':')
    if (!/^\d{1,6}$/.test(partition ?? '') || !/^\d{1,19}$/.test(offset ?? '')) {
      throw new ProblemError(wrongCursor(cursor))
    }
    offsets.set(Number(partition), BigInt(offset!))
  }
  return { direction, offsets }
}

function wrongCursor(cursor: string) {
  return {
    code: 'wrong-cursor',
    where: cursor.slice(0, 60),
    message: 'This is not a place in a topic.',
    tip: 'Begin from the earliest or the latest records again.',
  }
}
