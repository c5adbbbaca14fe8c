import { useEffect, useRef } from 'react'
import { cityClock, useCityFacts } from '../state/city'
import { useSettings } from '../state/settings'
import { formatClock, formatDate, formatZone } from '../ui/format'
import classes from './TopBar.module.css'

/** Ten times a second is as often as a second hand needs at 60x. */
const everyMs = 100

/** Simulated time. It writes its text itself: ten renders a second would be wasted on it. */
export function CityClock() {
  const clock = useRef<HTMLTimeElement>(null)
  const hasTime = useCityFacts(facts => facts.simulatedTime !== null)
  const day = useCityFacts(facts => (facts.simulatedTime === null ? null : formatDate(facts.simulatedTime)))
  const zone = useCityFacts(facts => (facts.simulatedTime === null ? '' : formatZone(facts.simulatedTime)))
  const style = useSettings(settings => settings.clock)
  useEffect(() => {
    const show = () => {
      const now = cityClock.at(performance.now())
      const text = now === null ? '' : formatClock(now, style)
      if (clock.current && clock.current.textContent !== text) clock.current.textContent = text
    }
    show()
    const timer = setInterval(show, everyMs)
    return () => clearInterval(timer)
  }, [style])
  return (
    <div className={classes.clock}>
      <time ref={clock} role="timer" aria-label="Simulated time" hidden={!hasTime} />
      <p className={classes.fact}>
        <b>{day ?? 'No record yet'}</b>
        <span>{hasTime ? `simulated, ${zone}` : 'simulated time'}</span>
      </p>
    </div>
  )
}
