/** The names of the pipeline's topics: those of the original course project, so that its programs find them. */

export const arrivalTopicPrefix = 'org.chicago.cta.station.arrivals.'
export const turnstileTopic = 'org.chicago.cta.turnstile.v1'
export const weatherTopic = 'org.chicago.cta.weather.v1'
export const stationsTopic = 'org.chicago.cta.stations'
export const stationsTableTopic = 'org.chicago.cta.stations.table.v1'
export const turnstileSummaryTopic = 'TURNSTILE_SUMMARY'

/**
 * The topic of a station's arrivals. Stations of one name share a topic, so the 144 stations make 108 of them.
 *
 * `O'Hare` → `….ohare`, `95th/Dan Ryan` → `….95th_and_dan_ryan`, `Harlem-Lake` → `….harlem_lake`.
 */
export function arrivalTopic(stationName: string): string {
  const name = stationName.toLowerCase().replaceAll('/', '_and_').replaceAll(/[ -]/g, '_').replaceAll("'", '')
  return arrivalTopicPrefix + name
}

/** All arrival topics of some stations, each once, sorted. */
export function arrivalTopics(stations: Iterable<{ name: string }>): string[] {
  return [...new Set([...stations].map(station => arrivalTopic(station.name)))].sort()
}
