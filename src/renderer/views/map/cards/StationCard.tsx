import { IconDisabled, IconX } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { liveCity, useCityRevision, useSimulatedNow } from '../../../state/city'
import { Button, IconButton } from '../../../ui/Button'
import { formatCount, formatDuration, formatWait } from '../../../ui/format'
import { LineBullet, lineNames } from '../../../ui/LineBullet'
import { Panel, PanelSection } from '../../../ui/Panel'
import { RecordLine } from '../../../ui/RecordLine'
import { Tag } from '../../../ui/Tag'
import { comingTo, newestArrivals, type Coming } from '../calls'
import { runNumber } from '../draw/plates'
import { network } from '../world'
import classes from './Card.module.css'

interface StationCardProps {
  stationId: number
  className: string
  onClose(): void
  onTrain(id: string): void
}

/** Each direction shows so many trains. */
const comingMax = 5

/** What is known of a station: who comes, who came, how many entered, and the records that say so. */
export function StationCard({ stationId, className, onClose, onTrain }: StationCardProps) {
  useCityRevision()
  const now = useSimulatedNow(1_000)
  const station = network.stations.get(stationId)
  const coming = useMemo(
    () => (now === null ? [] : comingTo(network, liveCity.trains.values(), stationId, now)),
    [stationId, now],
  )
  const [showsRecords, setShowsRecords] = useState(false)
  if (!station) {
    return (
      <Panel className={className} label="Station" title={`Station ${stationId}`} onClose={onClose}>
        <p className={classes.note}>There is no station with this number on the map.</p>
      </Panel>
    )
  }
  const arrivals = newestArrivals(liveCity.stations, station.lines, stationId)
  const entries = liveCity.entries.get(stationId)
  const directions = (['a', 'b'] as const).map(direction => coming.filter(({ train }) => train.direction === direction))
  const records = arrivals.map(({ arrival }) => arrival.record)
  return (
    <Panel
      className={className}
      label={`Station ${station.name}`}
      foot={
        <>
          <span>{entries === undefined ? 'No entries read yet' : `${formatCount(entries)} entries`}</span>
          {records.length > 0 && (
            <Button kind="link" aria-expanded={showsRecords} onClick={() => setShowsRecords(!showsRecords)}>
              {records.length === 1 ? '1 record behind this' : `${records.length} records behind this`}
            </Button>
          )}
        </>
      }
    >
      <header className={classes.head}>
        <h2>{station.name}</h2>
        <IconButton label="Close" hotkey="Esc" onClick={onClose}>
          <IconX size={15} stroke={1.6} />
        </IconButton>
        <p>
          {station.lines.map(line => (
            <LineBullet key={line} line={line} size={20} />
          ))}
          <span>Station {station.id}</span>
          {station.accessible && (
            <span className={classes.access}>
              <IconDisabled size={13} stroke={1.6} aria-hidden /> step-free
            </span>
          )}
          {!station.open && <Tag tone="warn">closed for rebuilding</Tag>}
        </p>
      </header>
      {directions.map((trains, i) =>
        trains.length === 0 ? null : (
          <PanelSection key={i} title={`To ${placesOf(trains)}`} aside="run">
            {trains.slice(0, comingMax).map(call => (
              <button
                key={call.train.id}
                type="button"
                className={classes.coming}
                onClick={() => onTrain(call.train.id)}
              >
                <LineBullet line={call.train.line} size={18} />
                <span>{call.destination}</span>
                <b>
                  {!call.announced && <small title="Reckoned from the timetable's run times">≈ </small>}
                  {formatWait(call.at - (now ?? 0))}
                </b>
                <code>{runNumber(call.train.id)}</code>
              </button>
            ))}
          </PanelSection>
        ),
      )}
      {coming.length === 0 && (
        <PanelSection title="Coming">
          <p className={classes.note}>No train is on its way here within 40 simulated minutes.</p>
        </PanelSection>
      )}
      {arrivals.length > 0 && (
        <PanelSection title="Newest arrivals" aside="ago">
          {arrivals.map(({ line, direction, arrival }) => (
            <div key={`${line}${direction}`} className={classes.arrival}>
              <LineBullet line={line} size={16} />
              <span>
                run {runNumber(arrival.trainId)}
                {arrival.status !== 'in_service' && `, ${arrival.status.replaceAll('_', ' ')}`}
              </span>
              <b>{now === null ? '' : formatDuration(now - arrival.at)}</b>
            </div>
          ))}
          {showsRecords &&
            arrivals.map(({ line, direction, arrival }) => (
              <RecordLine key={`${line}${direction}`} record={arrival.record}>
                {`${lineNames[line]} Line, run ${runNumber(arrival.trainId)}`}
              </RecordLine>
            ))}
        </PanelSection>
      )}
    </Panel>
  )
}

/** Loop, 95th/Dan Ryan and Kimball: each destination once. */
function placesOf(coming: Coming[]): string {
  const names = [...new Set(coming.map(({ destination }) => destination))].map(name =>
    name === 'Loop' ? 'the Loop' : name,
  )
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}` : names.join('')
}
