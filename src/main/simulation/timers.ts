/** Something that is due at a simulated time. */
export interface Timer {
  at: number
  /** Order of making: decides between timers of the same time, so that the order never depends on chance. */
  order: number
  kind: 'slot' | 'depart' | 'due' | 'free' | 'recover'
  /** The terminal, train or platform that it concerns. */
  id: string
}

/** A binary heap, earliest first: the timer at i is never later than those at 2i+1 and 2i+2. */
export interface Timers {
  heap: Timer[]
  made: number
}

export function addTimer(timers: Timers, at: number, kind: Timer['kind'], id: string): void {
  const timer = { at, order: timers.made++, kind, id }
  const { heap } = timers
  let index = heap.push(timer) - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    if (isBefore(heap[parent]!, timer)) break
    heap[index] = heap[parent]!
    index = parent
  }
  heap[index] = timer
}

/** Takes out the earliest timer that is due at or before a time. */
export function takeTimer(timers: Timers, until: number): Timer | null {
  const { heap } = timers
  const first = heap[0]
  if (!first || first.at > until) return null
  const last = heap.pop()!
  if (heap.length > 0) sink(heap, last)
  return first
}

function sink(heap: Timer[], timer: Timer): void {
  let index = 0
  for (let child = 1; child < heap.length; child = 2 * index + 1) {
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
    if (isBefore(timer, heap[child]!)) break
    heap[index] = heap[child]!
    index = child
  }
  heap[index] = timer
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}
