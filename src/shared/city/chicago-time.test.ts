import { describe, expect, it } from 'vitest'
import {
  calendarDayType,
  chicagoOffsetMs,
  chicagoTime,
  dayMs,
  hourMs,
  serviceDayBegan,
  serviceTime,
} from './chicago-time'

const utc = (text: string) => Date.parse(text)

describe('the clock of Chicago', () => {
  it.each([
    ['2026-01-15T12:00:00Z', -6],
    ['2026-03-08T07:59:59.999Z', -6],
    ['2026-03-08T08:00:00Z', -5],
    ['2026-07-14T22:24:00Z', -5],
    ['2026-11-01T06:59:59.999Z', -5],
    ['2026-11-01T07:00:00Z', -6],
    ['2027-03-14T08:00:00Z', -5],
  ])('stands to UTC at %s as the rule says: %i h', (text, hours) => {
    expect(chicagoOffsetMs(utc(text))).toBe(hours * hourMs)
  })

  it('agrees with the time zone database at every hour of some years', () => {
    const zone = new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/Chicago',
      hour: 'numeric',
      hourCycle: 'h23',
      day: 'numeric',
    })
    const wrong: string[] = []
    for (let at = utc('2025-01-01T00:30:00Z'); at < utc('2028-01-01T00:00:00Z'); at += hourMs) {
      const parts = Object.fromEntries(zone.formatToParts(at).map(part => [part.type, Number(part.value)]))
      const { day, hour } = chicagoTime(at)
      if (parts.day !== day || parts.hour !== hour) wrong.push(new Date(at).toISOString())
    }
    expect(wrong).toEqual([])
  })

  it.each([
    ['2026-07-14T17:00:00Z', 'weekday'],
    ['2026-07-18T17:00:00Z', 'saturday'],
    ['2026-07-19T17:00:00Z', 'sunday'],
    ['2026-07-20T04:30:00Z', 'sunday'],
    ['2026-01-01T17:00:00Z', 'sunday'],
    ['2026-05-25T17:00:00Z', 'sunday'],
    ['2026-05-18T17:00:00Z', 'weekday'],
    ['2025-07-04T17:00:00Z', 'sunday'],
    ['2026-09-07T17:00:00Z', 'sunday'],
    ['2026-11-26T18:00:00Z', 'sunday'],
    ['2026-11-19T18:00:00Z', 'weekday'],
    ['2026-12-25T18:00:00Z', 'sunday'],
  ])('calls %s a %s', (text, dayType) => expect(calendarDayType(utc(text))).toBe(dayType))

  it('counts the hours after midnight to the service day before', () => {
    expect(serviceTime(utc('2026-07-19T05:30:00Z'))).toEqual({ dayType: 'saturday', minute: 24 * 60 + 30 })
    expect(serviceTime(utc('2026-07-19T07:59:00Z'))).toEqual({ dayType: 'saturday', minute: 26 * 60 + 59 })
    expect(serviceTime(utc('2026-07-19T08:00:00Z'))).toEqual({ dayType: 'sunday', minute: 180 })
    expect(serviceTime(utc('2026-07-14T22:24:00Z') + 7 * dayMs)).toEqual({ dayType: 'weekday', minute: 17 * 60 + 24 })
  })

  it.each([
    ['2026-07-14T22:24:00Z', '2026-07-14T08:00:00Z'],
    ['2026-07-14T08:00:00Z', '2026-07-14T08:00:00Z'],
    ['2026-07-14T07:59:59Z', '2026-07-13T08:00:00Z'],
    ['2026-03-08T08:30:00Z', '2026-03-08T08:00:00Z'],
    ['2026-03-08T07:30:00Z', '2026-03-07T09:00:00Z'],
    ['2026-11-01T08:30:00Z', '2026-10-31T08:00:00Z'],
    ['2026-11-01T09:00:00Z', '2026-11-01T09:00:00Z'],
  ])('has the service day of %s begin at %s, also where the clock is changed', (text, began) => {
    expect(serviceDayBegan(utc(text))).toBe(utc(began))
  })
})
