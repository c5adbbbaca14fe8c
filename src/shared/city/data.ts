/** The city's data files as parsed JSON; their README.md says where each figure comes from. Ids are decimal text there. */
export interface CityData {
  lines: LinesFile
  stations: StationsFile
  geometry: GeometryFile
  timings: TimingsFile
}

export interface LinesFile {
  lines: LineData[]
}

export interface LineData {
  id: string
  name: string
  short: string
  color: string
  text_color: string
  patterns: PatternData[]
}

export interface PatternData {
  id: string
  name: string
  kind: string
  length_m: number
  /** dist_m: metres along the pattern's path. */
  stops: { id: string; name: string; dist_m: number }[]
}

export interface StationsFile {
  stations: StationData[]
}

export interface StationData {
  id: string
  name: string
  descriptive_name: string
  lat: number
  lon: number
  lines: string[]
  ada: boolean
  /** open, or temporarily_closed. */
  status: string
}

export interface GeometryFile {
  features: { properties: { pattern: string; length_m: number }; geometry: { coordinates: number[][] } }[]
}

export interface TimingsFile {
  patterns: TimingData[]
}

export interface TimingData {
  pattern: string
  headway: {
    forward: HeadwaysData
    reverse?: HeadwaysData | null
    reference_station: string | null
    forest_park_branch?: { forward: HeadwaysData; reverse: HeadwaysData }
  }
  forward: HopData[]
  reverse: HopData[] | null
}

export interface HopData {
  from: string
  to: string
  /** Seconds from departure to departure: the dwell at `to` is included. */
  run_s: number
}

export const dayTypes = ['weekday', 'saturday', 'sunday'] as const
export type DayType = (typeof dayTypes)[number]

export const periods = ['early', 'am_peak', 'midday', 'pm_peak', 'evening', 'night'] as const
export type Period = (typeof periods)[number]

/** Minutes between trains by period; null where there is no service. */
export type HeadwayData = Record<Period, number | null> & {
  trains_per_day: number
  /** Minutes after the service day's midnight, of the first and the last departure; may exceed 1440. */
  first_min: number
  last_min: number
}

export type HeadwaysData = Record<DayType, HeadwayData | null>
