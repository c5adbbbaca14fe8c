import { lineStationKey } from '../network'
import { own, writable, type Draft } from './draft'
import type { RecordOf } from './records'

/** A station as the transformer published it. Repeats, which a restart of the transformer makes, change nothing. */
export function foldStationRow(draft: Draft, { value }: RecordOf<'stationRow'>): void {
  const key = lineStationKey(value.line, value.station_id)
  const known = own(draft.state.stationRows, key)
  if (known && known.name === value.station_name && known.order === value.order) return
  writable(draft, 'stationRows')[key] = {
    stationId: value.station_id,
    name: value.station_name,
    order: value.order,
    line: value.line,
  }
}
