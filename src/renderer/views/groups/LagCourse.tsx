import { lagHistoryMs, type LagPoint } from '../../../shared/contract/groups'

const width = 184
const height = 20

/** A lag over the last five minutes, by time: the part before somebody watched stays empty. */
export function LagCourse({ course, now, isBehind }: { course: readonly LagPoint[]; now: number; isBehind: boolean }) {
  const points = coursePoints(course, now, width, height)
  if (points.length === 0) return null
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  const colour = isBehind ? 'var(--warn)' : 'var(--accent)'
  return (
    <svg width="100%" height={height} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
      <polygon
        points={`${points[0]![0].toFixed(1)},${height} ${line} ${width},${height}`}
        fill={colour}
        opacity={0.18}
      />
      <polyline
        points={line}
        fill="none"
        stroke={colour}
        strokeWidth={1.4}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

/** The corners of the line, from the oldest point at its time to now at the right edge. */
export function coursePoints(
  course: readonly LagPoint[],
  now: number,
  wide: number,
  high: number,
): [x: number, y: number][] {
  const since = now - lagHistoryMs
  const shown = course.filter(([at]) => at >= since)
  const before = course.filter(([at]) => at < since).at(-1)
  if (before) shown.unshift([since, before[1]])
  const last = shown.at(-1)
  if (!last) return []
  shown.push([now, last[1]])
  const max = Math.max(1, ...shown.map(([, records]) => records))
  const [top, bottom] = [1.5, high - 1.5]
  return shown.map(([at, records]) => [
    Math.min(wide, Math.max(0, ((at - since) / lagHistoryMs) * wide)),
    bottom - (records / max) * (bottom - top),
  ])
}
