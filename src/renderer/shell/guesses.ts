import { dueSlackMs } from '../../shared/city/place'
import { cityClock, liveCity } from '../state/city'

/** Trains that no record vouches for any more. */
export function countGuesses(): number {
  const now = cityClock.at(performance.now())
  if (now === null) return 0
  let guesses = 0
  for (const train of liveCity.trains.values()) {
    if (train.status === 'in_service' && train.nextArrivalAt !== null && now > train.nextArrivalAt + dueSlackMs)
      guesses++
  }
  return guesses
}
