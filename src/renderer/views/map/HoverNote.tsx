import { placeTrain } from '../../../shared/city/place'
import { liveCity, useSimulatedNow } from '../../state/city'
import { formatCount } from '../../ui/format'
import { LineBullet } from '../../ui/LineBullet'
import { destinationOf } from './calls'
import type { Hover } from './pointer'
import { runNumber } from './draw/plates'
import classes from './MapView.module.css'
import { network } from './world'

/** What lies under the pointer, in one line beside it. */
export function HoverNote({ hover }: { hover: Hover }) {
  const { width, height } = hover
  const now = useSimulatedNow(1_000)
  const style = {
    ...(hover.x > width - 340 ? { right: width - hover.x + 14 } : { left: hover.x + 14 }),
    ...(hover.y > height - 60 ? { bottom: height - hover.y + 10 } : { top: hover.y + 12 }),
  }
  const content = hover.trainId !== null ? trainNote(hover.trainId, now) : stationNote(hover.stationId)
  return (
    content && (
      <div className={classes.hover} style={style} aria-hidden>
        {content}
      </div>
    )
  )
}

function trainNote(id: string, now: number | null) {
  const train = liveCity.trains.get(id)
  if (!train || now === null) return null
  const place = placeTrain(network, train, now)
  const next = place?.nextStationId ? network.stations.get(place.nextStationId)?.name : undefined
  return (
    <>
      <LineBullet line={train.line} size={16} />
      <b>Run {runNumber(id)}</b>
      <span>
        to {destinationOf(network, train)}
        {next && `, next ${next}`}
        {place?.certainty === 'estimated' && ', estimated'}
      </span>
    </>
  )
}

function stationNote(id: number | null) {
  const station = id === null ? undefined : network.stations.get(id)
  if (!station) return null
  const entries = liveCity.entries.get(station.id)
  return (
    <>
      {station.lines.map(line => (
        <LineBullet key={line} line={line} size={16} />
      ))}
      <b>{station.name}</b>
      {entries !== undefined && <span>{formatCount(entries)} entries</span>}
      {!station.open && <span>closed</span>}
    </>
  )
}
