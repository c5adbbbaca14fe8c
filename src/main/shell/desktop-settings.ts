import { readFileSync, writeFileSync } from 'node:fs'

/** What a person has chosen for the desktop alone. */
export interface DesktopSettings {
  /** Closing the window leaves the app running in the tray. Otherwise it quits, except on macOS, whose apps stay. */
  keepInTray: boolean
}

const usual: DesktopSettings = { keepInTray: false }

/** Reads settings as they were kept; what cannot be read is as it usually is. */
export function parseSettings(text: string): DesktopSettings {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Half written, or never: as if nothing were chosen.
    return { ...usual }
  }
  if (typeof value !== 'object' || value === null) return { ...usual }
  return { keepInTray: (value as Record<string, unknown>).keepInTray === true }
}

export interface SettingsFile {
  readonly now: Readonly<DesktopSettings>
  /** @throws Error when the file cannot be written; the change holds until the app ends */
  change(change: Partial<DesktopSettings>): void
}

export function openSettings(file: string): SettingsFile {
  const now = parseSettings(read(file))
  return {
    now,
    change(change) {
      Object.assign(now, change)
      writeFileSync(file, JSON.stringify(now) + '\n')
    },
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Never written, or not readable: nothing is known to be chosen.
    return ''
  }
}
