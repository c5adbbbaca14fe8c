import {
  arrivalTopicPrefix,
  stationsTableTopic,
  stationsTopic,
  turnstileSummaryTopic,
  turnstileTopic,
} from '../../../shared/city/names'

export function subjectAddress(subject: string, version: number): string {
  return `/schemas/${encodeURIComponent(subject)}?version=${version}`
}

const stationTopics = [turnstileTopic, turnstileSummaryTopic, stationsTopic, stationsTableTopic]

/** The place on the map that a record of the city speaks of; null for all other records. */
export function mapAddress(topic: string, value: unknown): string | null {
  if (!topic.startsWith(arrivalTopicPrefix) && !stationTopics.includes(topic)) return null
  if (typeof value !== 'object' || value === null) return null
  const fields = value as Record<string, unknown>
  // ksqlDB writes names in capitals; the stations topic has a number for each line's stop beside the station's own.
  const station = fields['station_id'] ?? fields['STATION_ID']
  const number = typeof station === 'string' && /^\d+$/.test(station) ? Number(station) : station
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? `/map?station=${number}` : null
}
