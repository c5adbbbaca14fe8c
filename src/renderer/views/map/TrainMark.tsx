import type { Certainty } from '../../../shared/city/place'
import type { LineId } from '../../../shared/city/types'

const outline = 'M4 1.5H13.2Q17 2.4 20 6Q17 9.6 13.2 10.5H4Q1.5 10.5 1.5 8V4Q1.5 1.5 4 1.5Z'

/** A train as on the map: solid where a record says so, hollow and dashed where it is estimated. */
export function TrainMark({ certainty, line }: { certainty: Certainty; line?: LineId }) {
  const color = line ? `var(--line-${line})` : 'var(--chart-usual)'
  const stroke = line === 'yellow' ? 'var(--stroke-yellow)' : color
  return (
    <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true">
      {certainty === 'recorded' ? (
        <path d={outline} fill={color} stroke="var(--train-edge)" strokeWidth="1.4" />
      ) : (
        <path d={outline} fill="var(--map-city)" stroke={stroke} strokeWidth="1.6" strokeDasharray="3 1.7" />
      )}
    </svg>
  )
}
