interface SparklineProps {
  values: readonly number[]
  width?: number
  height?: number
  tone?: 'accent' | 'warn' | 'err' | 'quiet'
  /** Read out; without it the drawing is hidden from screen readers, since a figure stands beside it. */
  label?: string
}

const colours = { accent: 'var(--accent)', warn: 'var(--warn)', err: 'var(--err)', quiet: 'var(--border-3)' }

/** The course of a figure, from 0 to its largest value. */
export function Sparkline({ values, width = 44, height = 18, tone = 'accent', label }: SparklineProps) {
  const points = sparkline(values, width, height)
  const access = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} {...access}>
      <polygon points={`0,${height} ${points} ${width},${height}`} fill={colours[tone]} opacity={0.18} />
      <polyline points={points} fill="none" stroke={colours[tone]} strokeWidth={1.3} strokeLinejoin="round" />
    </svg>
  )
}

/** The points of the line: the oldest value at the left edge; a flat line at the bottom when there is nothing. */
export function sparkline(values: readonly number[], width: number, height: number): string {
  const top = 1.5
  const bottom = height - 1
  const max = Math.max(0, ...values)
  if (values.length < 2 || max === 0) return `0,${bottom} ${width},${bottom}`
  return values
    .map((value, i) => {
      const x = (i / (values.length - 1)) * width
      const y = bottom - (value / max) * (bottom - top)
      return `${x.toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}
