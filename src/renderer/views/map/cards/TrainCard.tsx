import { IconFocus2, IconX } from '@tabler/icons-react'
import { isSilent, placeTrain } from '../../../../shared/city/place'
import type { TrainState, TrainStatus } from '../../../../shared/city/types'
import { liveCity, useCityRevision, useSimulatedNow } from '../../../state/city'
import { Button, IconButton } from '../../../ui/Button'
import { formatClock, formatDuration, formatWait } from '../../../ui/format'
import { LineBullet, lineNames } from '../../../ui/LineBullet'
import { Panel, PanelSection } from '../../../ui/Panel'
import { RecordLine } from '../../../ui/RecordLine'
import { Tag, type TagTone } from '../../../ui/Tag'
import { callsAhead, destinationOf } from '../calls'
import { runNumber } from '../draw/plates'
import { TrainMark } from '../TrainMark'
import { network } from '../world'
import classes from './Card.module.css'

interface TrainCardProps {
  trainId: string
  className: string
  isFollowing: boolean
  onFollow(): void
  onClose(): void
  onStation(id: number): void
}

const stopsMax = 6
const statusTones: Record<TrainStatus, TagTone> = { in_service: 'ok', broken_down: 'err', out_of_service: 'neutral' }

/** What is known of a train, and the record that says so. */
export function TrainCard({ trainId, className, isFollowing, onFollow, onClose, onStation }: TrainCardProps) {
  useCityRevision()
  const now = useSimulatedNow(1_000)
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
  const calls = callsAhead(network, train, now).slice(0, stopsMax)
  const destination = destinationOf(network, train)
  return (
    <Panel
      className={className}
      label={`${lineNames[train.line]} Line, run ${runNumber(train.id)}`}
      foot={
        <>
          <span className={classes.certainty}>
            <TrainMark certainty={place?.certainty ?? 'estimated'} line={train.line} />
            {place === null ? 'not on the map' : place.certainty === 'recorded' ? 'from a record' : 'estimated'}
          </span>
          <Button
            kind="link"
            icon={<IconFocus2 size={14} stroke={1.6} />}
            aria-pressed={isFollowing}
            onClick={onFollow}
          >
            {isFollowing ? 'Following' : 'Follow'}
          </Button>
        </>
      }
    >
      <header className={classes.head}>
        <h2>
          <LineBullet line={train.line} size={24} /> Run {runNumber(train.id)}
          <small>to {destination === 'Loop' ? 'the Loop' : destination}</small>
        </h2>
        <IconButton label="Close" hotkey="Esc" onClick={onClose}>
          <IconX size={15} stroke={1.6} />
        </IconButton>
        <p>
          <Tag tone={statusTones[train.status]} mark={train.status === 'in_service' ? 'ok' : undefined}>
            {train.status.replaceAll('_', ' ')}
          </Tag>
          {isSilent(train, now) && <Tag tone="warn">silent</Tag>}
        </p>
      </header>
      {calls.length > 0 && (
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
      )}
      <PanelSection>
        <dl className={classes.facts}>
          <dt>Last record</dt>
          <dd>
            {formatDuration(now - train.arrivedAt)} ago at {stationName(train.stationId)}
          </dd>
          <dt>Arrived</dt>
          <dd>{formatClock(train.arrivedAt)}</dd>
          <dt>Came from</dt>
          <dd>{train.prevStationId === null ? 'its terminal' : stationName(train.prevStationId)}</dd>
          {train.departureAt !== null && (
            <>
              <dt>{train.departureAt > now ? 'Departs' : 'Departed'}</dt>
              <dd>{formatClock(train.departureAt)}</dd>
            </>
          )}
        </dl>
        <TrainRecord train={train} />
      </PanelSection>
    </Panel>
  )
}

function TrainRecord({ train }: { train: TrainState }) {
  return <RecordLine record={train.record}>The record behind this</RecordLine>
}

function stationName(id: number): string {
  return network.stations.get(id)?.name ?? `station ${id}`
}
