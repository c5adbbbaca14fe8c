/** Sizes by zoom, in CSS pixels. */
export interface MapStyle {
  zoom: number
  /** Width of a track. */
  track: number
  /** From the middle of a lane to the middle of the next. */
  pitch: number
  /** The same on the Loop ring, where up to six lanes lie side by side. */
  ringTrack: number
  ringPitch: number
  /** Length of a train. */
  train: number
  /** Radius of a station's mark. */
  station: number
}

type Steps = readonly (readonly [zoom: number, px: number])[]

const trackPx: Steps = [[10, 2], [11, 2.5], [12, 3.2], [13, 4], [14, 5], [15, 6], [16, 7.5]] // prettier-ignore
const ringTrackPx: Steps = [[10, 1], [11, 1.2], [11.75, 1.8], [12.5, 2.2], [13, 2.8], [14, 4.6], [15, 6], [16, 7.5]] // prettier-ignore
const gapPx: Steps = [[10, 0.5], [11, 0.65], [12, 0.8], [13, 1], [14, 1.5], [15, 2.2], [16, 3]] // prettier-ignore
const trainPx: Steps = [[10, 9], [11, 11], [12, 13], [13, 15], [14, 19], [15, 25], [16, 31]] // prettier-ignore
const stationPx: Steps = [[10, 1.3], [11, 1.8], [12, 2.5], [13, 3.1], [14, 4], [15, 5], [16, 6]] // prettier-ignore

/** Below this zoom the lanes of the ring almost touch, since a gap would eat their colours. */
const ringGapZoom = 12.5
const ringGapPxFar = 0.35

export function styleAt(zoom: number): MapStyle {
  const gap = interpolate(gapPx, zoom)
  const track = interpolate(trackPx, zoom)
  const ringTrack = interpolate(ringTrackPx, zoom)
  return {
    zoom,
    track,
    pitch: track + gap,
    ringTrack,
    ringPitch: ringTrack + (zoom < ringGapZoom ? ringGapPxFar : gap),
    train: interpolate(trainPx, zoom),
    station: interpolate(stationPx, zoom),
  }
}

/** Between steps straight, beyond them constant. */
export function interpolate(steps: Steps, at: number): number {
  const first = steps[0]!
  if (at <= first[0]) return first[1]
  for (let i = 1; i < steps.length; i++) {
    const [from, low] = steps[i - 1]!
    const [to, high] = steps[i]!
    if (at <= to) return low + ((high - low) * (at - from)) / (to - from)
  }
  return steps.at(-1)![1]
}
