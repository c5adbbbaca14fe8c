import type { DayType } from '../../shared/city/data'
import type { Network } from '../../shared/city/network'
import { hourShare } from '../../shared/city/usual-entries'
import { hash, poisson, roll, type Dice } from './chance'
import { calendarDayType, chicagoTime, hourMs, minuteMs } from '../../shared/city/chicago-time'
import type { RiderEntered } from './events'
import { frequencyAt, type ServicePlan } from './plan'

/** ridership.json as parsed: average turnstile entries a day by kind of day. */
export interface RidershipFile {
  stations: StationRidership[]
}

interface StationRidership extends DayTotals {
  id: string
  /** The newest figures from before the station closed for its rebuild. */
  last_open?: DayTotals
}

interface DayTotals {
  weekday: number
  saturday: number
  sunday_holiday: number
}

/** How many riders enter at each station on each kind of day. */
export interface RiderDemand {
  stations: StationDemand[]
}

interface StationDemand {
  id: number
  name: string
  /** Riders a day. */
  riders: Record<DayType, number>
}

/** Riders are drawn minute by minute; those of a minute that has begun wait here for their moment. */
export interface RiderState {
  /** Beginning of the next minute to draw, ms since 1970 UTC. */
  minute: number
  /** In order of time. */
  pending: RiderEntered[]
  /** What holds in the hour that was drawn last. */
  hour: HourDemand | null
}

interface HourDemand {
  begins: number
  /** By station: riders a minute, and the lines that run there with how likely each is, summed up to 1. */
  stations: { perMinute: number; lines: { line: string; upTo: number }[] }[]
}

/**
 * Demand by station. State/Lake is closed for its rebuild and counted no riders in the month of the data, but trains
 * call there in this city as they do in the original: its riders are those of the last month in which it was open.
 */
export function riderDemand(network: Network, file: RidershipFile): RiderDemand {
  const stations = file.stations.map(station => {
    const id = Number(station.id)
    const known = network.stations.get(id)
    if (!known) throw new Error(`ridership.json: station ${station.id} is not in stations.json`)
    const { weekday, saturday, sunday_holiday: sunday } = station.last_open ?? station
    return { id, name: known.name, riders: { weekday, saturday, sunday } }
  })
  return { stations }
}

export function startRiders(now: number): RiderState {
  return { minute: Math.floor(now / minuteMs) * minuteMs, pending: [], hour: null }
}

/** The riders who enter after `after` and until `until`, in order. */
export function enterRiders(
  { demand, plan, seed }: { demand: RiderDemand; plan: ServicePlan; seed: number },
  state: RiderState,
  { after, until }: { after: number; until: number },
): RiderEntered[] {
  const entered: RiderEntered[] = []
  for (;;) {
    const early = state.pending.findIndex(rider => rider.at > until)
    entered.push(...state.pending.splice(0, early < 0 ? state.pending.length : early))
    if (early >= 0 || state.minute > until) break
    const hourBegins = Math.floor(state.minute / hourMs) * hourMs
    if (state.hour?.begins !== hourBegins) state.hour = hourDemand(demand, plan, hourBegins)
    state.pending = drawMinute(demand, state.hour, state.minute, seed).filter(rider => rider.at > after)
    state.minute += minuteMs
  }
  return entered
}

/** Each minute of each station has its own dice, so that riders do not depend on how the time is cut up. */
function drawMinute(demand: RiderDemand, hour: HourDemand, minute: number, seed: number): RiderEntered[] {
  const riders: RiderEntered[] = []
  demand.stations.forEach((station, index) => {
    const { perMinute, lines } = hour.stations[index]!
    const dice: Dice = { state: hash(seed, minute / minuteMs, station.id) }
    for (let left = poisson(perMinute, dice); left > 0; left -= 1) {
      const at = minute + Math.floor(roll(dice) * minuteMs)
      const chosen = roll(dice)
      const line = lines.find(({ upTo }) => chosen < upTo)?.line ?? lines.at(-1)!.line
      riders.push({ kind: 'RiderEntered', at, value: { station_id: station.id, station_name: station.name, line } })
    }
  })
  return riders.sort((one, other) => one.at - other.at)
}

function hourDemand(demand: RiderDemand, plan: ServicePlan, begins: number): HourDemand {
  const dayType = calendarDayType(begins)
  const share = hourShare(chicagoTime(begins).hour)
  return {
    begins,
    stations: demand.stations.map(station => {
      const lines = linesAt(plan, station.id, begins + hourMs / 2)
      return { perMinute: lines.length > 0 ? (station.riders[dayType] * share) / 60 : 0, lines }
    }),
  }
}

/** Riders take the lines of a station as often as trains of them call; where no train runs nobody enters. */
function linesAt(plan: ServicePlan, stationId: number, at: number): HourDemand['stations'][number]['lines'] {
  const rates = new Map<string, number>()
  for (const route of plan.routesAt.get(stationId) ?? []) {
    const rate = frequencyAt(route, at)
    if (rate > 0) rates.set(route.line, (rates.get(route.line) ?? 0) + rate)
  }
  const total = [...rates.values()].reduce((sum, rate) => sum + rate, 0)
  let upTo = 0
  return [...rates].map(([line, rate]) => ({ line, upTo: (upTo += rate / total) }))
}
