/** A rectangle on the desktop, in device-independent pixels. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

export interface WindowState {
  /** Absent: in the middle of the first screen. */
  x?: number
  y?: number
  width: number
  height: number
  maximized: boolean
}

export const smallest = { width: 960, height: 600 }
const usual = { width: 1440, height: 900 }

/** So much of the title bar must be on a screen for a person to get hold of it. */
const graspWidth = 120
const titleBarHeight = 32

/**
 * Where the window was, if that is still a place where it can be seen: screens come and go.
 *
 * @param text what was kept; anything else than a kept state gives the usual size
 * @param screens the work areas there are now, the first one first
 */
export function placeWindow(text: string, screens: Area[]): WindowState {
  const kept = parse(text)
  const room = screens[0] ?? { x: 0, y: 0, ...usual }
  const width = clamp(kept.width ?? usual.width, smallest.width, Math.max(smallest.width, ...screens.map(s => s.width)))
  const height = clamp(
    kept.height ?? usual.height,
    smallest.height,
    Math.max(smallest.height, ...screens.map(s => s.height)),
  )
  const size = { width, height, maximized: kept.maximized === true }
  if (kept.width === undefined || kept.height === undefined) {
    return { ...size, width: Math.min(width, room.width), height: Math.min(height, room.height) }
  }
  const { x, y } = kept
  if (x === undefined || y === undefined) return size
  return screens.some(screen => canBeGrasped({ x, y, width, height }, screen)) ? { ...size, x, y } : size
}

function canBeGrasped({ x, y, width }: Area, screen: Area): boolean {
  const seen = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
  return seen >= graspWidth && y >= screen.y && y + titleBarHeight <= screen.y + screen.height
}

function parse(text: string): Partial<WindowState> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Half written, or never: as if nothing were kept.
    return {}
  }
  if (typeof value !== 'object' || value === null) return {}
  const { x, y, width, height, maximized } = value as Record<string, unknown>
  return { x: integer(x), y: integer(y), width: integer(width), height: integer(height), maximized: maximized === true }
}

function integer(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}
