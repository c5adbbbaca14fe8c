import { IconTrain } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useCityFacts, useCityKnown } from '../state/city'
import { start, useBusyCommand, useHealth } from '../state/lifecycle'
import { useGettingReady } from '../state/ready'
import { Button } from '../ui/Button'
import classes from './EmptyCity.module.css'

/** Nothing runs and nothing was read: what would fill the map, and the way there. */
export function EmptyCity() {
  const state = useHealth(health => health.run.state)
  const isEmpty = useCityFacts(facts => facts.trains === 0)
  const isKnown = useCityKnown()
  const busy = useBusyCommand()
  const isGettingReady = useGettingReady()
  const [location] = useLocation()
  if (!location.startsWith('/map') || !isEmpty || !isKnown || state !== 'ready' || isGettingReady) return null
  return (
    <section className={classes.card} aria-label="Empty city" data-map-panel>
      <IconTrain size={24} stroke={1.4} aria-hidden />
      <h2>No train runs yet</h2>
      <p>Start the city: its trains, riders and weather become records in Kafka, and the map shows what comes back.</p>
      <Button kind="primary" disabled={busy === 'start'} onClick={() => void start()}>
        Start the city
      </Button>
    </section>
  )
}
