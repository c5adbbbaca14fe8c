import { IconArrowUpRight, IconFocus2 } from '@tabler/icons-react'
import { Link } from 'wouter'
import { isSilent, placeTrain, type Placement } from '../../../../shared/city/place'
import type { TrainState, TrainStatus } from '../../../../shared/city/types'
import { liveCity, useCityRevision, useSimulatedNow } from '../../../state/city'
import { useFormats } from '../../../state/formats'
import { useIsStale } from '../../../state/stale'
import { IconButton } from '../../../ui/Button'
import { formatAgo, formatDuration, formatWait } from '../../../ui/format'
import { LineBullet, lineNames } from '../../../ui/LineBullet'
import { Panel, PanelSection } from '../../../ui/Panel'
import { recordAddress } from '../../../ui/record-address'
import { Tag, type TagTone } from '../../../ui/Tag'
import { callsAhead, destinationOf, neighboursOf, type Neighbour } from '../calls'
import { runNumber } from '../draw/plates'
import { TrainMark } from '../TrainMark'
import { network } from '../world'
import classes from './Card.module.css'
import { CardHead } from './CardHead'
import { RecordsLink } from './RecordsLink'

interface TrainCardProps {
  trainId: string
  className: string
  isPinned: boolean
  isFollowing: boolean
  onFollow(): void
  onPin(): void
  onClose(): void
  onStation(id: number): void
  onTrain(id: string): void
}

const stopsMax = 6
const statusTones: Record<TrainStatus, TagTone> = { in_service: 'ok', broken_down: 'err', out_of_service: 'neutral' }

/** What is known of a train, and the record that says so. */
export function TrainCard(props: TrainCardProps) {
  const { trainId, className, isFollowing, onFollow, onClose } = props
  useCityRevision()
  const now = useSimulatedNow(1_000)
  const isStale = useIsStale()
  const train = liveCity.trains.get(trainId)
  if (!train || now === null) {
    return (
      <Panel className={className} label="Train" title={`Run ${runNumber(trainId)}`} onClose={onClose}>
        <p className={classes.note}>
          No record of this train is on the map: it has left service, or nothing has been read of it yet.
        </p>
      </Panel>
    )
  }
  const place = placeTrain(network, train, now)
  const destination = destinationOf(network, train)
  const follow = (
    <IconButton
      label={isFollowing ? 'Stop following' : 'Follow this train'}
      hotkey="F"
      aria-pressed={isFollowing}
      onClick={onFollow}
    >
      <IconFocus2 size={15} stroke={1.6} />
    </IconButton>
  )
  return (
    <Panel
      className={className}
      label={`${lineNames[train.line]} Line, run ${runNumber(train.id)}`}
      foot={
        <>
          <Sureness place={place} train={train} isStale={isStale} />
          <RecordsLink records={[train.record]} />
        </>
      }
    >
      <CardHead
        title={
          <>
            <LineBullet line={train.line} size={24} /> Run {runNumber(train.id)}
            <small>to {destination === 'Loop' ? 'the Loop' : destination}</small>
          </>
        }
        isPinned={props.isPinned}
        onPin={props.onPin}
        onClose={onClose}
        actions={follow}
      >
        <Tag tone={statusTones[train.status]} mark={train.status === 'in_service' ? 'ok' : undefined}>
          {train.status.replaceAll('_', ' ')}
        </Tag>
        {isSilent(train, now) && <Tag tone="warn">silent</Tag>}
      </CardHead>
      <NextStops train={train} now={now} onStation={props.onStation} />
      <TrainFacts train={train} now={now} onTrain={props.onTrain} />
    </Panel>
  )
}

function Sureness({ place, train, isStale }: { place: Placement | null; train: TrainState; isStale: boolean }) {
  const certainty = place && !isStale ? place.certainty : 'estimated'
  return (
    <span className={classes.certainty}>
      <TrainMark certainty={certainty} line={train.line} />
      {place === null ? 'not on the map' : certainty === 'recorded' ? 'from a record' : 'estimated'}
    </span>
  )
}

function NextStops({ train, now, onStation }: { train: TrainState; now: number; onStation(id: number): void }) {
  const calls = callsAhead(network, train, now).slice(0, stopsMax)
  if (calls.length === 0) return null
  return (
    <PanelSection title="Next stops" aside="arrives">
      {calls.map(call => {
        const station = network.stations.get(call.stationId)
        return (
          <button
            key={`${call.stationId}-${call.at}`}
            type="button"
            className={classes.stop}
            onClick={() => onStation(call.stationId)}
          >
            <i style={{ background: `var(--line-${train.line})` }} aria-hidden />
            <span>{station?.name ?? call.stationId}</span>
            <span className={classes.transfer}>
              {station?.lines
                .filter(line => line !== train.line)
                .map(line => (
                  <LineBullet key={line} line={line} size={14} />
                ))}
            </span>
            <b>
              {!call.announced && <small title="Reckoned from the timetable's run times">≈ </small>}
              {formatWait(call.at - now)}
            </b>
          </button>
        )
      })}
    </PanelSection>
  )
}

function TrainFacts({ train, now, onTrain }: { train: TrainState; now: number; onTrain(id: string): void }) {
  const formats = useFormats()
  const { ahead, behind } = neighboursOf(network, liveCity.trains.values(), train, now)
  return (
    <PanelSection>
      <dl className={classes.facts}>
        <NeighbourFact title="Ahead" neighbour={ahead} onTrain={onTrain} />
        <NeighbourFact title="Behind" neighbour={behind} onTrain={onTrain} />
        <dt>Last record</dt>
        <dd>
          <Link href={recordAddress(train.record)} className={classes.fact}>
            {formatAgo(now - train.arrivedAt)} at {stationName(train.stationId)}
            <IconArrowUpRight size={13} stroke={1.6} aria-hidden />
          </Link>
        </dd>
        <dt>Arrived</dt>
        <dd>{formats.clock(train.arrivedAt)}</dd>
        {train.departureAt !== null && (
          <>
            <dt>{train.departureAt > now ? 'Departs' : 'Departed'}</dt>
            <dd>{formats.clock(train.departureAt)}</dd>
          </>
        )}
        <dt>Came from</dt>
        <dd>{train.prevStationId === null ? 'its terminal' : stationName(train.prevStationId)}</dd>
      </dl>
    </PanelSection>
  )
}

function NeighbourFact({
  title,
  neighbour,
  onTrain,
}: {
  title: string
  neighbour: Neighbour | null
  onTrain(id: string): void
}) {
  if (!neighbour) return null
  const { train, gapMs } = neighbour
  return (
    <>
      <dt>{title}</dt>
      <dd>
        <button type="button" className={classes.fact} onClick={() => onTrain(train.id)}>
          run {runNumber(train.id)}, {formatDuration(gapMs)}
        </button>
      </dd>
    </>
  )
}

function stationName(id: number): string {
  return network.stations.get(id)?.name ?? `station ${id}`
}
