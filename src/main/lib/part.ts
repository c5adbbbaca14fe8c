import type { PartState } from '../../shared/contract/lifecycle'

/** The visible state of a producer, the transformer or a consumer, and who is told of its changes. */
export interface Part {
  readonly state: Readonly<PartState>
  update(change: Partial<Omit<PartState, 'id' | 'title'>>): void
}

/** @param onChange told after each change that changed something */
export function createPart(
  fixed: Pick<PartState, 'id' | 'title'> & { bufferedMax?: number },
  onChange: () => void,
): Part {
  const bufferedMax = fixed.bufferedMax ?? null
  const state: PartState = {
    id: fixed.id,
    title: fixed.title,
    state: 'stopped',
    buffered: bufferedMax === null ? null : 0,
    bufferedMax,
    records: 0,
    dropped: 0,
    problem: null,
  }
  return {
    state,
    update(change) {
      const changed = Object.entries(change).some(([key, value]) => state[key as keyof PartState] !== value)
      if (!changed) return
      Object.assign(state, change)
      onChange()
    },
  }
}
