import { sawTime, type Draft } from './draft'
import type { RecordOf } from './records'

/** The weather from the record's time on; an older record than the one that holds changes nothing. */
export function foldWeather(draft: Draft, { value, at, record }: RecordOf<'weather'>): void {
  sawTime(draft, at)
  const { weather } = draft.state
  if (weather && weather.at > at) return
  draft.state.weather = { temperature: value.temperature, status: value.status, at, record }
}
