import { formatClock, formatTemperature } from '../ui/format'
import { useSettings } from './settings'

/** Times of day and temperatures in the way that was chosen. */
export interface Formats {
  /** @param ms simulated time since 1970 UTC */
  clock(ms: number): string
  /** @param fahrenheit as the weather's records have it */
  temperature(fahrenheit: number): string
}

/** The formats of the settings; the component draws again when they are changed. */
export function useFormats(): Formats {
  const clock = useSettings(settings => settings.clock)
  const temperature = useSettings(settings => settings.temperature)
  return {
    clock: ms => formatClock(ms, clock),
    temperature: fahrenheit => formatTemperature(fahrenheit, temperature),
  }
}
