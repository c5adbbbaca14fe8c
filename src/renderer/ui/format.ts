import type { WeatherStatus } from '../../shared/city/types'

/** The zone of everything simulated. */
export const cityZone = 'America/Chicago'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
export const temperatureUnits = ['F', 'C'] as const
export type TemperatureUnit = (typeof temperatureUnits)[number]

/** 17:24:38, or 5:24:38 pm. */
export const clockStyles = ['24', '12'] as const
export type ClockStyle = (typeof clockStyles)[number]

const clocks: Record<ClockStyle, Intl.DateTimeFormat> = {
  '24': new Intl.DateTimeFormat('en-GB', {
    timeZone: cityZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }),
  '12': new Intl.DateTimeFormat('en-US', {
    timeZone: cityZone,
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h12',
  }),
}
const dayParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: cityZone,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})
const zoneParts = new Intl.DateTimeFormat('en-US', { timeZone: cityZone, timeZoneName: 'short' })

/** 1,234,567 */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** 1,234,567 in tight places: 1.23 M; below a million as it is. */
export function formatCountShort(count: number): string {
  if (Math.abs(count) < 1_000_000) return formatCount(count)
  return `${(count / 1_000_000).toFixed(Math.abs(count) < 100_000_000 ? 2 : 0)} M`
}

/** Simulated time of day: 17:24:38, or 5:24:38 pm. In a part that is drawn, useFormats() gives the style that was chosen. */
export function formatClock(ms: number, style: ClockStyle = '24'): string {
  // Browsers disagree about the space before the half of the day, and about its case.
  return clocks[style].format(ms).replace(/\s*([AP]M)$/, (_, half: string) => ` ${half.toLowerCase()}`)
}

/** Simulated time of day without seconds: 17:05, or 5:05 pm. */
export function formatTime(ms: number, style: ClockStyle = '24'): string {
  return formatClock(ms, style).replace(/:\d\d(?= |$)/, '')
}

/** A whole hour: 17:00, or 5 pm. */
export function formatHour(ms: number, style: ClockStyle = '24'): string {
  return style === '24' ? formatTime(ms) : formatTime(ms, style).replace(/:\d\d/, '')
}

/** 84 °F, or 29 °C. @param fahrenheit as the weather's records have it */
export function formatTemperature(fahrenheit: number, unit: TemperatureUnit = 'F'): string {
  const degrees = Math.round(unit === 'F' ? fahrenheit : ((fahrenheit - 32) * 5) / 9)
  // A zero from below would show its sign.
  return `${degrees === 0 ? 0 : degrees} °${unit}`
}

/** Tue 14 Jul 2026 */
export function formatDate(ms: number): string {
  const part = Object.fromEntries(dayParts.formatToParts(ms).map(({ type, value }) => [type, value]))
  return `${part.weekday} ${part.day} ${part.month} ${part.year}`
}

/** CDT or CST. */
export function formatZone(ms: number): string {
  return zoneParts.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** 0.2 s, 42 s, 9.4 min, 33 h 12 min */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const minutes = seconds / 60
  if (minutes < 9.95) return `${minutes.toFixed(1)} min`
  if (minutes < 59.5) return `${Math.round(minutes)} min`
  const hours = Math.floor(Math.round(minutes) / 60)
  const rest = Math.round(minutes) % 60
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** now, 3 s ago, 9.4 min ago. */
export function formatAgo(ms: number): string {
  if (ms < 1_000) return 'now'
  return ms < 59_500 ? `${Math.round(ms / 1_000)} s ago` : `${formatDuration(ms)} ago`
}

/** Time between trains: 5.1 min. */
export function formatHeadway(ms: number): string {
  return `${(ms / 60_000).toFixed(1)} min`
}

/** What a platform sign says: due under 45 s, then whole minutes. */
export function formatWait(ms: number): string {
  return ms < 45_000 ? 'due' : `${Math.max(1, Math.round(ms / 60_000))} min`
}

/** 250 m, 2 km */
export function formatDistance(metres: number): string {
  return metres < 1000 ? `${metres} m` : `${metres / 1000} km`
}

export const weatherWords: Record<WeatherStatus, string> = {
  sunny: 'sunny',
  partly_cloudy: 'partly cloudy',
  cloudy: 'cloudy',
  windy: 'windy',
  precipitation: 'rain or snow',
}

/** Decimal: 20 B, 4 kB, 25.9 MB, 1.2 GB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${formatCount(bytes)} B`
  const units = ['kB', 'MB', 'GB', 'TB', 'PB']
  let value = bytes / 1_000
  let unit = 0
  // 999.95 kB would be shown as 1,000 kB.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000
    unit++
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Per second: 0.4/s, 496/s, 318,400/s. */
export function formatRate(perSecond: number): string {
  return `${perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(perSecond)}/s`
}
