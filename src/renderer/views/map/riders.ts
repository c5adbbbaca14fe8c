import ridershipFile from '../../../../resources/data/ridership.json'
import type { DayType } from '../../../shared/city/data'

interface DayTotals {
  weekday: number
  saturday: number
  sunday_holiday: number
}

/** How many riders enter a station on an average day of each kind. State/Lake: of the last month in which it was open. */
const ridersADay: ReadonlyMap<number, Record<DayType, number>> = new Map(
  (ridershipFile.stations as (DayTotals & { id: string; last_open?: DayTotals })[]).map(station => {
    const { weekday, saturday, sunday_holiday: sunday } = station.last_open ?? station
    return [Number(station.id), { weekday, saturday, sunday }]
  }),
)

/** The CTA's average entries a day; undefined for a station that it does not count. */
export function ridersOf(stationId: number): Record<DayType, number> | undefined {
  return ridersADay.get(stationId)
}
