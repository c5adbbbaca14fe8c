/** One row of the stations table: a platform in one direction, as the original course has them. */
export interface StationSeed {
  stop_id: number
  direction_id: string
  stop_name: string
  station_name: string
  station_descriptive_name: string
  station_id: number
  order: number
  red: boolean
  blue: boolean
  green: boolean
}

/** The columns in the table's order. */
export const seedColumns = [
  'stop_id',
  'direction_id',
  'stop_name',
  'station_name',
  'station_descriptive_name',
  'station_id',
  'order',
  'red',
  'blue',
  'green',
] as const satisfies (keyof StationSeed)[]

/**
 * Reads seed_stations.csv.
 *
 * @throws Error with the line that cannot be understood
 */
export function parseStationSeeds(csv: string): StationSeed[] {
  const [header, ...rows] = csv.trim().split(/\r?\n/)
  if (header !== seedColumns.join(',')) throw new Error(`seed_stations.csv: unexpected columns ${header}`)
  return rows.map((row, index) => {
    const fields = splitCsvLine(row)
    if (fields.length !== seedColumns.length) {
      throw new Error(`seed_stations.csv:${index + 2}: ${fields.length} fields instead of ${seedColumns.length}`)
    }
    const text = (column: (typeof seedColumns)[number]) => fields[seedColumns.indexOf(column)] ?? ''
    const flag = (column: 'red' | 'blue' | 'green') => text(column).toUpperCase() === 'TRUE'
    return {
      stop_id: Number(text('stop_id')),
      direction_id: text('direction_id'),
      stop_name: text('stop_name'),
      station_name: text('station_name'),
      station_descriptive_name: text('station_descriptive_name'),
      station_id: Number(text('station_id')),
      order: Number(text('order')),
      red: flag('red'),
      blue: flag('blue'),
      green: flag('green'),
    }
  })
}

/** Fields of one CSV line; a field in quotes may hold commas, and a quote written twice. */
function splitCsvLine(line: string): string[] {
  const fields: string[] = []
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    fields.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'))
  }
  return fields
}
