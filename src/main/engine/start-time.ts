/** The hour of the morning, in Chicago, at which a new city begins: trains of all lines run then, on weekdays. */
const firstHour = 7
const firstMinute = 30

/**
 * Simulated time at which a run begins, ms: right after what the log holds, whoever wrote it, so that time never goes
 * back; with an empty log half past seven in Chicago on the day of `now`.
 */
export function startTime({ lastInLog, now }: { lastInLog: number | null; now: number }): number {
  if (lastInLog !== null) return Math.floor(lastInLog) + 1
  const wanted = Date.UTC(...chicagoDate(now), firstHour, firstMinute)
  // Chicago is behind UTC by five or six hours; which one is found by trying.
  return [5, 6].map(hours => wanted + hours * 3_600_000).find(isMorningInChicago) ?? wanted + 6 * 3_600_000
}

const chicago = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Chicago',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
})

function fields(at: number): Record<string, number> {
  return Object.fromEntries(chicago.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
}

function chicagoDate(at: number): [number, number, number] {
  const { year = 1970, month = 1, day = 1 } = fields(at)
  return [year, month - 1, day]
}

function isMorningInChicago(at: number): boolean {
  const { hour, minute } = fields(at)
  return hour === firstHour && minute === firstMinute
}
