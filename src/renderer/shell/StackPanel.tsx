import { IconRefresh } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { PartState, ServiceState, StepState } from '../../shared/contract/lifecycle'
import { provision, useBusyCommand, useHealth } from '../state/lifecycle'
import { Button } from '../ui/Button'
import { formatCount } from '../ui/format'
import { useKeys } from '../ui/keys'
import { partMarks, serviceMarks, serviceTitles, serviceWords, stepMarks } from '../ui/marks'
import { Panel, PanelSection } from '../ui/Panel'
import { ProblemText } from '../ui/ProblemText'
import { StateMark } from '../ui/StateMark'
import { showStack, useStackPanel } from './stack-panel'
import classes from './StackPanel.module.css'

/** The six services with their addresses, or the provisioning steps and parts, above the strip. */
export function StackPanel() {
  const shown = useStackPanel(store => store.shown)
  if (!shown) return null
  return <OpenPanel key={shown} isServices={shown === 'services'} />
}

function OpenPanel({ isServices }: { isServices: boolean }) {
  const panel = useRef<HTMLElement>(null)
  useKeys('Panel', [{ key: 'Escape', label: 'Esc', title: 'Close the panel', run: () => showStack(null) }])
  useEffect(() => {
    const before = document.activeElement
    panel.current?.querySelector('button')?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <Panel
      panelRef={panel}
      className={isServices ? classes.services! : classes.provisioning!}
      label={isServices ? 'Services' : 'Provisioning'}
      title={isServices ? 'Services' : 'What the city needs in them'}
      onClose={() => showStack(null)}
    >
      {isServices ? <Services /> : <Provisioning />}
    </Panel>
  )
}

function Services() {
  const services = useHealth(health => health.services) ?? []
  return (
    <ul className={classes.list}>
      {services.map(service => (
        <ServiceRow key={service.name} service={service} />
      ))}
    </ul>
  )
}

function ServiceRow({ service }: { service: ServiceState }) {
  return (
    <li className={classes.row}>
      <StateMark mark={serviceMarks[service.state]} label={serviceWords[service.state]} />
      <div>
        <p className={classes.name}>
          <b>{serviceTitles[service.name]}</b>
          <span>{serviceWords[service.state]}</span>
        </p>
        {service.address && <code>{service.address}</code>}
        {service.note && <p className={classes.note}>{service.note}</p>}
        {service.problem && <ProblemText problem={service.problem} />}
      </div>
    </li>
  )
}

function Provisioning() {
  const steps = useHealth(health => health.steps) ?? []
  const parts = useHealth(health => health.parts) ?? []
  const busy = useBusyCommand()
  const isBusy = busy === 'provision' || steps.some(({ state }) => state === 'checking' || state === 'applying')
  return (
    <>
      <PanelSection title="Steps, in order">
        <ul className={classes.list}>
          {steps.map(step => (
            <StepRow key={step.id} step={step} isBusy={isBusy} />
          ))}
        </ul>
        <Button
          icon={<IconRefresh size={14} stroke={1.6} />}
          disabled={isBusy}
          title="Looks at every step again and makes what is missing"
          onClick={() => void provision()}
        >
          {isBusy ? 'Working' : 'Run all again'}
        </Button>
      </PanelSection>
      {parts.length > 0 && (
        <PanelSection title="Producers, transformer, consumers" aside="records">
          <ul className={classes.list}>
            {parts.map(part => (
              <PartRow key={part.id} part={part} />
            ))}
          </ul>
        </PanelSection>
      )}
    </>
  )
}

function StepRow({ step, isBusy }: { step: StepState; isBusy: boolean }) {
  return (
    <li className={classes.row}>
      <StateMark mark={stepMarks[step.state]} label={step.state} />
      <div>
        <p className={classes.name}>
          <b>{step.title}</b>
          <span>{step.detail ?? step.state}</span>
        </p>
        {step.problem && <ProblemText problem={step.problem} />}
      </div>
      {step.state === 'failed' && (
        <Button disabled={isBusy} title="This step and those after it" onClick={() => void provision(step.id)}>
          Retry
        </Button>
      )}
    </li>
  )
}

function PartRow({ part }: { part: PartState }) {
  return (
    <li className={classes.row}>
      <StateMark mark={partMarks[part.state]} label={part.state} />
      <div>
        <p className={classes.name}>
          <b>{part.title}</b>
          <span>
            {part.state}
            {part.bufferedMax !== null &&
              `, ${formatCount(part.buffered ?? 0)} of ${formatCount(part.bufferedMax)} waiting`}
            {part.dropped > 0 && `, ${formatCount(part.dropped)} given up`}
          </span>
        </p>
        {part.problem && <ProblemText problem={part.problem} />}
      </div>
      <b className={classes.count}>{formatCount(part.records)}</b>
    </li>
  )
}
