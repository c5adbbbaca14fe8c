import { formatClock, formatHour, formatTemperature, formatTime } from '../ui/format'
import { useSettings } from './settings'

/** Times of day and temperatures in the way that was chosen. */
export interface Formats {
  /** @param ms simulated time since 1970 UTC */
  clock(ms: number): string
  /** The same without seconds, and of a whole hour. */
  time(ms: number): string
  hour(ms: number): string
  /** @param fahrenheit as the weather's records have it */
  temperature(fahrenheit: number): string
}

/** The formats of the settings; the component draws again when they are changed. */
export function useFormats(): Formats {
  const clock = useSettings(settings => settings.clock)
  const temperature = useSettings(settings => settings.temperature)
  return {
    clock: ms => formatClock(ms, clock),
    time: ms => formatTime(ms, clock),
    hour: ms => formatHour(ms, clock),
    temperature: fahrenheit => formatTemperature(fahrenheit, temperature),
  }
}
