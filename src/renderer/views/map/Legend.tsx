import { IconEye, IconEyeOff, IconLayersIntersect } from '@tabler/icons-react'
import { useState } from 'react'
import { lineIds, type LineId } from '../../../shared/city/types'
import { liveCity, useCityFacts } from '../../state/city'
import { headwaysOf } from '../../state/headways'
import { isolateLine, toggleLine, useSettings } from '../../state/settings'
import { IconButton } from '../../ui/Button'
import { formatHeadway } from '../../ui/format'
import { useReading } from '../../ui/hooks'
import { LineBullet, lineNames } from '../../ui/LineBullet'
import classes from './Legend.module.css'
import { TrainMark } from './TrainMark'

/** Wall ms. */
const headwaysEveryMs = 2_000

interface LegendProps {
  /** Folded to a button where there is little room. */
  startsFolded: boolean
  onFocus(line: LineId | null): void
  onFold(isFolded: boolean): void
}

/** The lines with their trains. A click hides or shows a line, a double click shows it alone. */
export function Legend({ startsFolded, onFocus, onFold }: LegendProps) {
  const [isFolded, setFolded] = useState(startsFolded)
  const headways = useReading(headwaysEveryMs, () => {
    return headwaysOf(liveCity.stations.values(), liveCity.facts.simulatedTime)
  })
  const fold = (next: boolean) => {
    setFolded(next)
    onFold(next)
    onFocus(null)
  }
  if (isFolded) {
    return (
      <div className={classes.folded} data-map-panel>
        <IconButton label="Lines" onClick={() => fold(false)}>
          <IconLayersIntersect size={16} stroke={1.6} />
        </IconButton>
      </div>
    )
  }
  return (
    <section className={classes.legend} aria-label="Lines" data-map-panel>
      <table>
        <thead>
          <tr>
            <th scope="col" className={classes.fold}>
              <IconButton label="Fold the lines away" onClick={() => fold(true)}>
                <IconLayersIntersect size={14} stroke={1.6} />
              </IconButton>
            </th>
            <th scope="col">Line</th>
            <th scope="col" className={classes.number}>
              Trains
            </th>
            <th scope="col" className={classes.number} title="Median time between the newest trains at its platforms">
              Headway
            </th>
            <th scope="col">
              <span className="visually-hidden">Shown</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lineIds.map(line => (
            <LegendRow key={line} line={line} headwayMs={headways[line]} onFocus={onFocus} />
          ))}
        </tbody>
      </table>
      <div className={classes.foot}>
        <TrainMark certainty="recorded" /> from a record
        <TrainMark certainty="estimated" /> estimated
      </div>
    </section>
  )
}

interface LegendRowProps {
  line: LineId
  /** Simulated ms; null: no platform has had two trains of late. */
  headwayMs: number | null
  onFocus(line: LineId | null): void
}

function LegendRow({ line, headwayMs, onFocus }: LegendRowProps) {
  const trains = useCityFacts(facts => facts.trainsByLine[line])
  const isHidden = useSettings(settings => settings.hiddenLines.includes(line))
  return (
    <tr
      className={classes.row}
      data-hidden={isHidden || undefined}
      onMouseEnter={() => onFocus(isHidden ? null : line)}
      onMouseLeave={() => onFocus(null)}
    >
      <td>
        <LineBullet line={line} off={isHidden} />
      </td>
      <th scope="row">{lineNames[line]}</th>
      <td className={classes.number}>{trains}</td>
      <td className={classes.headway}>{headwayMs === null ? '' : formatHeadway(headwayMs)}</td>
      <td>
        <button
          type="button"
          className={classes.toggle}
          role="switch"
          aria-checked={!isHidden}
          aria-label={`${lineNames[line]} Line on the map`}
          title={`${isHidden ? 'Show' : 'Hide'} (double click: only this line)`}
          onClick={event => (event.detail === 2 ? isolateLine(line) : toggleLine(line))}
          onFocus={() => onFocus(isHidden ? null : line)}
          onBlur={() => onFocus(null)}
        >
          {isHidden ? <IconEyeOff size={14} stroke={1.6} /> : <IconEye size={14} stroke={1.6} />}
        </button>
      </td>
    </tr>
  )
}
