import type { Health } from '../../shared/contract/lifecycle'
import { serviceNames } from '../../shared/contract/services'
import { behindMsMax, useCityFacts } from '../state/city'
import { useConnection } from '../state/connection'
import { useHealth } from '../state/lifecycle'
import { formatCount, formatDuration } from '../ui/format'
import { portOf, serviceMarks, serviceTitles, serviceWords } from '../ui/marks'
import { StateMark } from '../ui/StateMark'
import { showStack, useStackPanel } from './stack-panel'
import classes from './Strip.module.css'

/** The six services, provisioning, and how far behind the map is. */
export function Strip() {
  const services = useHealth(health => health.services) ?? []
  const shown = useStackPanel(store => store.shown)
  return (
    <footer className={classes.strip}>
      {serviceNames.map(name => {
        const service = services.find(candidate => candidate.name === name)
        if (!service) return null
        const port = service.address === null ? null : portOf(service.address)
        const isMoved = service.note !== null
        const isWell = service.state === 'ready' || service.state === 'absent'
        return (
          <button
            key={name}
            type="button"
            className={classes.item}
            data-state={service.state}
            title={service.note ?? service.problem?.message ?? service.address ?? serviceWords[service.state]}
            onClick={() => showStack(shown === 'services' ? null : 'services')}
          >
            <StateMark mark={serviceMarks[service.state]} label={serviceWords[service.state]} />
            {serviceTitles[name]}{' '}
            <code>
              {port}
              {isMoved && ' (moved)'}
              {!isWell && `, ${serviceWords[service.state]}`}
              {service.state === 'absent' && 'not used'}
            </code>
          </button>
        )
      })}
      <span className={classes.gap} />
      <ConnectionItem />
      <Provisioned />
      <CityItems />
    </footer>
  )
}

function Provisioned() {
  const steps = useHealth(health => health.steps) ?? noSteps
  const shown = useStackPanel(store => store.shown)
  const done = steps.filter(({ state }) => state === 'done' || state === 'skipped').length
  const failed = steps.filter(({ state }) => state === 'failed').length
  if (steps.length === 0) return null
  return (
    <button
      type="button"
      className={classes.item}
      data-tone={failed > 0 ? 'err' : undefined}
      aria-expanded={shown === 'provisioning'}
      onClick={() => showStack(shown === 'provisioning' ? null : 'provisioning')}
    >
      Provisioned
      <b>
        {done} of {steps.length}
        {failed > 0 && `, ${failed} failed`}
      </b>
    </button>
  )
}

const noSteps: Health['steps'] = []

function CityItems() {
  const behindMs = useCityFacts(facts => facts.behindMs)
  const undecoded = useCityFacts(facts => facts.undecoded)
  const reason = useCityFacts(facts => facts.lastUndecoded)
  return (
    <>
      {behindMs !== null && (
        <span className={classes.item} data-tone={behindMs > behindMsMax ? 'warn' : undefined}>
          Behind <b>{formatDuration(behindMs)}</b>
        </span>
      )}
      <span
        className={classes.item}
        data-tone={undecoded > 0 ? 'warn' : undefined}
        title={
          reason
            ? `${reason.record.topic}, partition ${reason.record.partition}, offset ${reason.record.offset}: ${reason.reason}`
            : undefined
        }
      >
        Not decoded <b>{formatCount(undecoded)}</b>
      </span>
    </>
  )
}

function ConnectionItem() {
  const state = useConnection(connection => connection.state)
  if (state === 'open') return null
  return (
    <span className={classes.item} data-tone={state === 'connecting' ? undefined : 'warn'}>
      <StateMark mark={state === 'connecting' ? 'working' : 'slow'} />
      {state === 'connecting' ? 'Connecting to the app' : 'The app is away'}
    </span>
  )
}
