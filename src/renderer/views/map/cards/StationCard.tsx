import { IconArrowUpRight, IconDisabled } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { RecordRef } from '../../../../shared/city/types'
import type { StationHistory } from '../../../../shared/contract/city'
import { liveCity, useCityRevision, useSimulatedNow } from '../../../state/city'
import { useStream } from '../../../state/query'
import { useIsStale } from '../../../state/stale'
import { formatAgo, formatCount, formatWait } from '../../../ui/format'
import { LineBullet } from '../../../ui/LineBullet'
import { Panel, PanelSection } from '../../../ui/Panel'
import { recordAddress } from '../../../ui/record-address'
import { Tag } from '../../../ui/Tag'
import { comingTo, newestArrivals, type Coming } from '../calls'
import { runNumber } from '../draw/plates'
import { network } from '../world'
import classes from './Card.module.css'
import { CardHead } from './CardHead'
import { Entries } from './Entries'
import { entryFigures } from './entry-figures'
import { RecordsLink } from './RecordsLink'

interface StationCardProps {
  stationId: number
  className: string
  isPinned: boolean
  onPin(): void
  onClose(): void
  onTrain(id: string): void
}

/** Each direction shows so many trains. */
const comingMax = 4

/** What is known of a station: who comes, who came, how many entered, and the records that say so. */
export function StationCard({ stationId, className, isPinned, onPin, onClose, onTrain }: StationCardProps) {
  useCityRevision()
  const now = useSimulatedNow(1_000)
  const isStale = useIsStale()
  const station = network.stations.get(stationId)
  const history = useStream<StationHistory, StationHistory>(
    station ? `station ${stationId}` : null,
    (client, signal) => client.city.station({ stationId }, { signal }),
    (_, message) => message,
    { doing: "Reading the station's history" },
  ).data
  const coming = useMemo(
    () => (now === null ? [] : comingTo(network, liveCity.trains.values(), stationId, now)),
    [stationId, now],
  )
  if (!station) {
    return (
      <Panel className={className} label="Station" title={`Station ${stationId}`} onClose={onClose}>
        <p className={classes.note}>There is no station with this number on the map.</p>
      </Panel>
    )
  }
  const arrivals = newestArrivals(liveCity.stations, station.lines, stationId)
  const entries = liveCity.entries.get(stationId)
  const today = history && now !== null ? entryFigures(history, undefined, now) : null
  return (
    <Panel
      className={className}
      label={`Station ${station.name}`}
      foot={
        <>
          {today ? (
            <TodaysEntries today={today} isStale={isStale} />
          ) : (
            <span>{entries === undefined ? 'No entries read yet' : `${formatCount(entries)} entries`}</span>
          )}
          <RecordsLink records={arrivals.map(({ arrival }) => arrival.record)} />
        </>
      }
    >
      <CardHead title={station.name} isPinned={isPinned} onPin={onPin} onClose={onClose}>
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
      </CardHead>
      {(['a', 'b'] as const).map(direction => (
        <Directions
          key={direction}
          coming={coming.filter(({ train }) => train.direction === direction)}
          newest={arrivals.find(arrival => arrival.direction === direction)?.arrival ?? null}
          now={now ?? 0}
          onTrain={onTrain}
        />
      ))}
      {coming.length === 0 && (
        <PanelSection title="Coming">
          <p className={classes.none}>No train is on its way here within 40 simulated minutes.</p>
        </PanelSection>
      )}
      {history && now !== null && <Entries history={history} now={now} isStale={isStale} />}
    </Panel>
  )
}

interface DirectionsProps {
  coming: Coming[]
  newest: { trainId: string; at: number; record: RecordRef } | null
  now: number
  onTrain(id: string): void
}

/** The trains that come in one direction, and the one that came last. */
function Directions({ coming, newest, now, onTrain }: DirectionsProps) {
  if (coming.length === 0) return null
  const came = newest && (
    <Link
      href={recordAddress(newest.record)}
      className={classes.door}
      title={`Run ${runNumber(newest.trainId)} arrived last: open its record`}
    >
      last {formatAgo(now - newest.at)} <IconArrowUpRight size={12} stroke={1.6} aria-hidden />
    </Link>
  )
  return (
    <PanelSection title={`To ${placesOf(coming)}`} aside={came}>
      {coming.slice(0, comingMax).map(call => (
        <button key={call.train.id} type="button" className={classes.coming} onClick={() => onTrain(call.train.id)}>
          <LineBullet line={call.train.line} size={18} />
          <span>{call.destination}</span>
          <b>
            {!call.announced && <small title="Reckoned from the timetable's run times">≈ </small>}
            {formatWait(call.at - now)}
          </b>
          <code aria-label={`run ${runNumber(call.train.id)}`}>{runNumber(call.train.id)}</code>
        </button>
      ))}
    </PanelSection>
  )
}

function TodaysEntries({ today, isStale }: { today: { today: number; todayFrom: number }; isStale: boolean }) {
  return (
    <span>
      {isStale && '≥ '}
      {formatCount(today.today)} entries today
    </span>
  )
}

/** Loop, 95th/Dan Ryan and Kimball: each destination once. */
function placesOf(coming: Coming[]): string {
  const names = [...new Set(coming.map(({ destination }) => destination))].map(name =>
    name === 'Loop' ? 'the Loop' : name,
  )
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}` : names.join('')
}
