import { useSearchParams } from 'wouter'
import { lineIds, type LineId } from '../../../shared/city/types'

/** A station or a train: what a card is about. */
export type Subject = { stationId: number } | { trainId: string }

/** What the map's address says. It lives there so that back, reload and a shared link work. */
export interface Selection {
  stationId: number | null
  trainId: string | null
  /** The selected train is kept in the middle. */
  isFollowing: boolean
  /** The map goes to what is selected, although it may be in sight. */
  flies: boolean
  /** Cards that stay, in the order in which they were pinned. */
  pins: Subject[]
  /** To be shown alone; taken out of the address once it is. */
  line: LineId | null
}

/** More cards than this would cover the map. */
export const pinsMax = 2

/** Reads the map's search parameters; what makes no sense is left out, an unknown station or train is shown as such. */
export function parseSelection(params: URLSearchParams): Selection {
  const subject = subjectOf(params.get('station'), params.get('train'))
  const trainId = subject && 'trainId' in subject ? subject.trainId : null
  const pins = params.getAll('pin').flatMap(text => {
    const [, kind, id = ''] = /^(station|train)-(.+)$/.exec(text) ?? []
    return (kind === 'station' ? subjectOf(id, null) : kind === 'train' ? subjectOf(null, id) : null) ?? []
  })
  return {
    stationId: subject && 'stationId' in subject ? subject.stationId : null,
    trainId,
    isFollowing: trainId !== null && params.get('follow') === '1',
    flies: params.get('fly') === '1',
    pins: pins.filter((pin, i) => pins.findIndex(other => isSame(other, pin)) === i).slice(0, pinsMax),
    line: lineIds.find(line => line === params.get('line')) ?? null,
  }
}

/** The inverse of parseSelection. Other parameters stay. */
export function writeSelection(params: URLSearchParams, selection: Partial<Selection>): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const name of ['station', 'train', 'follow', 'fly', 'pin', 'line']) next.delete(name)
  const { stationId = null, trainId = null, isFollowing = false, pins = [] } = selection
  if (stationId !== null) next.set('station', String(stationId))
  else if (trainId !== null) next.set('train', trainId)
  if (isFollowing && trainId !== null) next.set('follow', '1')
  for (const pin of pins) next.append('pin', 'stationId' in pin ? `station-${pin.stationId}` : `train-${pin.trainId}`)
  return next
}

export function isSame(one: Subject, other: Subject): boolean {
  if ('stationId' in one) return 'stationId' in other && one.stationId === other.stationId
  return 'trainId' in other && one.trainId === other.trainId
}

/** The selection of the address, and a way to replace it. */
export function useSelection(): [Selection, (next: Partial<Selection>) => void] {
  const [params, setParams] = useSearchParams()
  const select = (next: Partial<Selection>) => setParams(before => writeSelection(before, next), { replace: true })
  return [parseSelection(params), select]
}

function subjectOf(station: string | null, train: string | null): Subject | null {
  if (station !== null && /^[1-9]\d{0,8}$/.test(station)) return { stationId: Number(station) }
  return train !== null && train !== '' ? { trainId: train } : null
}
