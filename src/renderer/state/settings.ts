import { create } from 'zustand'
import { lineIds, type LineId } from '../../shared/city/types'
import { clockStyles, temperatureUnits, type ClockStyle, type TemperatureUnit } from '../ui/format'

export const schemes = ['dark', 'light'] as const
export type Scheme = (typeof schemes)[number]

/** What a person has chosen; kept in the browser. */
export interface Settings {
  /** Null: as the system has it. */
  scheme: Scheme | null
  hiddenLines: readonly LineId[]
  temperature: TemperatureUnit
  clock: ClockStyle
}

const storageKey = 'elevated.settings'

export const useSettings = create<Settings>(() => parseSettings(read()))

useSettings.subscribe(settings => {
  try {
    localStorage.setItem(storageKey, JSON.stringify(settings))
  } catch {
    // Without storage, as in a private window, the choice holds until the page is closed.
  }
})

/** Stored text to settings: whatever does not fit is left at its default. */
export function parseSettings(text: string | null): Settings {
  const settings: Settings = { scheme: null, hiddenLines: [], temperature: 'F', clock: '24' }
  let stored: unknown
  try {
    stored = JSON.parse(text ?? 'null')
  } catch {
    return settings
  }
  if (typeof stored !== 'object' || stored === null) return settings
  const { scheme, hiddenLines, temperature, clock } = stored as Partial<Record<keyof Settings, unknown>>
  settings.scheme = schemes.find(candidate => candidate === scheme) ?? null
  settings.temperature = temperatureUnits.find(candidate => candidate === temperature) ?? settings.temperature
  settings.clock = clockStyles.find(candidate => candidate === clock) ?? settings.clock
  if (Array.isArray(hiddenLines)) settings.hiddenLines = lineIds.filter(line => hiddenLines.includes(line))
  return settings
}

export function toggleLine(line: LineId): void {
  useSettings.setState(({ hiddenLines }) => ({
    hiddenLines: hiddenLines.includes(line) ? hiddenLines.filter(other => other !== line) : [...hiddenLines, line],
  }))
}

/** Shows one line alone. */
export function isolateLineAlone(line: LineId): void {
  useSettings.setState({ hiddenLines: lineIds.filter(other => other !== line) })
}

/** Shows one line alone, or all when it is alone already. */
export function isolateLine(line: LineId): void {
  useSettings.setState(({ hiddenLines }) => {
    const isAlone = hiddenLines.length === lineIds.length - 1 && !hiddenLines.includes(line)
    return { hiddenLines: isAlone ? [] : lineIds.filter(other => other !== line) }
  })
}

function read(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}
