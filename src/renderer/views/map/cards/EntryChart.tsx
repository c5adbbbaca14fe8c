import { useFormats } from '../../../state/formats'
import { formatCount } from '../../../ui/format'
import classes from './Card.module.css'
import type { EntryFigures } from './entry-figures'

const width = 304
const height = 50
const labelHours = [0, 6, 12, 18]

interface EntryChartProps {
  hours: EntryFigures['hours']
  /** Simulated ms. */
  now: number
}

/** The entries of each hour of the day as bars, and those of an average day as a dashed outline over them. */
export function EntryChart({ hours, now }: EntryChartProps) {
  const formats = useFormats()
  const max = Math.max(1, ...hours.flatMap(({ counted, usual }) => [counted ?? 0, usual ?? 0]))
  const step = width / hours.length
  const top = (value: number) => height - (value / max) * (height - 4)
  const outline = hours
    .map(({ usual }, i) => {
      const y = top(usual ?? 0).toFixed(1)
      return `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)},${y}H${((i + 1) * step).toFixed(1)}`
    })
    .join('')
  const known = hours.filter(({ counted }) => counted !== null)
  const label = `Entries by hour today: ${known.map(({ begins, counted }) => `${formats.hour(begins)} ${counted}`).join(', ')}`
  return (
    <div className={classes.chart}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {hours.map(({ begins, counted, usual }, i) => {
          const isNow = now >= begins && now < begins + 3_600_000
          const told = counted === null ? 'not counted' : `${formatCount(counted)} entries`
          const average = usual === null ? '' : `, usually ${formatCount(usual)}`
          return (
            <g key={begins}>
              <title>{`${formats.hour(begins)}: ${told}${average}`}</title>
              <rect x={i * step} y={0} width={step} height={height} fill="transparent" />
              {counted !== null && counted > 0 && (
                <rect
                  x={i * step + 1}
                  y={top(counted)}
                  width={step - 2}
                  height={height - top(counted)}
                  rx={1}
                  fill={isNow ? 'var(--chart-1)' : 'var(--chart-2)'}
                />
              )}
            </g>
          )
        })}
        <path d={outline} className={classes.usual} />
        <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--border-2)" />
      </svg>
      <div className={classes.hours} aria-hidden>
        {labelHours.map(hour => (
          <span key={hour} style={{ left: hour * step }}>
            {hours[hour] && formats.hour(hours[hour].begins)}
          </span>
        ))}
      </div>
    </div>
  )
}
