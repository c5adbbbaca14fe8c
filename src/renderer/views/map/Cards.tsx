import { useCityFacts, behindMsMax } from '../../state/city'
import { useIsStale } from '../../state/stale'
import { StationCard } from './cards/StationCard'
import { TrainCard } from './cards/TrainCard'
import classes from './MapView.module.css'
import { isSame, pinsMax, type Selection, type Subject } from './selection'
import { StalePanel } from './StalePanel'

interface CardsProps {
  selection: Selection
  isFollowing: boolean
  onSelect(subject: Subject | null): void
  onPins(pins: Subject[]): void
  onFollow(): void
}

/** Whether the map should say what it no longer knows. */
export function useShowsStale(): boolean {
  const isBehind = useCityFacts(facts => facts.trains > 0 && (facts.behindMs ?? 0) > behindMsMax)
  const isStale = useIsStale()
  const hasTrains = useCityFacts(facts => facts.trains > 0)
  return isBehind || (isStale && hasTrains)
}

/** What is selected, as a subject of a card. */
export function subjectOf({ stationId, trainId }: Selection): Subject | null {
  if (stationId !== null) return { stationId }
  return trainId === null ? null : { trainId }
}

/** What is stale, the pinned cards, and the card of what is selected. */
export function Cards({ selection, isFollowing, onSelect, onPins, onFollow }: CardsProps) {
  const showsStale = useShowsStale()
  const { pins } = selection
  const selected = subjectOf(selection)
  const isPinned = (subject: Subject) => pins.some(pin => isSame(pin, subject))
  const subjects = [...pins, ...(selected && !isPinned(selected) ? [selected] : [])]
  const togglePin = (subject: Subject) => {
    if (isPinned(subject)) return onPins(pins.filter(pin => !isSame(pin, subject)))
    onPins([...pins, subject].slice(-pinsMax))
  }
  const close = (subject: Subject) => {
    if (isPinned(subject)) onPins(pins.filter(pin => !isSame(pin, subject)))
    else onSelect(null)
  }
  return (
    <>
      {showsStale && <StalePanel className={classes.card!} />}
      {subjects.map(subject => {
        const common = {
          className: classes.card!,
          isPinned: isPinned(subject),
          onPin: () => togglePin(subject),
          onClose: () => close(subject),
          onTrain: (trainId: string) => onSelect({ trainId }),
        }
        if ('stationId' in subject) {
          return <StationCard key={`station-${subject.stationId}`} stationId={subject.stationId} {...common} />
        }
        const isSelected = selected !== null && isSame(selected, subject)
        return (
          <TrainCard
            key={`train-${subject.trainId}`}
            trainId={subject.trainId}
            isFollowing={isFollowing && isSelected}
            onFollow={isSelected ? onFollow : () => onSelect(subject)}
            onStation={stationId => onSelect({ stationId })}
            {...common}
          />
        )
      })}
    </>
  )
}
