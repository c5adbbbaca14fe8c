import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { behindMsMax, liveCity, useCityFacts, useSimulatedNow } from '../state/city'
import { reconnectNow, useConnection } from '../state/connection'
import { dismissFailure, pause, provision, useBusyCommand, useCommandFailure, useHealth } from '../state/lifecycle'
import { countGuesses } from '../state/guesses'
import { useFormats } from '../state/formats'
import { useGettingReady } from '../state/ready'
import { useIsStale } from '../state/stale'
import { Button } from '../ui/Button'
import { formatDuration } from '../ui/format'
import { useWallNow } from '../ui/hooks'
import classes from './Banners.module.css'
import { troubles, type Trouble } from './problems'
import { showStack } from './stack-panel'

/** What is wrong, the worst first: one banner, the others behind a button. */
export function Banners() {
  const health = useHealth(whole => whole) ?? null
  const behindMs = useCityFacts(facts => facts.behindMs)
  const lagging = useCityFacts(facts => facts.lagging)
  const laggingSince = useCityFacts(facts => facts.laggingSince)
  const trains = useCityFacts(facts => facts.trains)
  const formats = useFormats()
  const isStale = useIsStale()
  const connection = useConnection()
  const failure = useCommandFailure()
  const [showsAll, setShowsAll] = useState(false)
  const simulatedNow = useSimulatedNow(1_000)
  const isBehind = behindMs !== null && behindMs > behindMsMax
  const found = troubles({
    health,
    facts: { behindMs, lagging, laggingSince },
    connection,
    failure,
    guesses: isStale ? trains : isBehind ? allGuesses(simulatedNow) : 0,
    mapTime: simulatedNow === null ? null : formats.clock(simulatedNow),
    behindMsMax,
  })
  const isGettingReady = useGettingReady()
  const [location] = useLocation()
  // The map makes room for what floats; in all other views it would cover their heads.
  const isDocked = !location.startsWith('/map')
  // The card of the start tells about steps itself, and why the run waits for them.
  const news = isGettingReady ? found.filter(({ id }) => id !== 'run' && !id.startsWith('step:')) : found
  const shown = showsAll ? news : news.slice(0, 1)
  if (shown.length === 0) return null
  return (
    <div ref={tellHeight} className={classes.banners} data-docked={isDocked || undefined} aria-live="polite">
      {shown.map((trouble, i) => (
        <div key={trouble.id} className={classes.banner} data-tone={trouble.tone} data-map-panel>
          <IconAlertTriangle size={18} stroke={1.6} aria-hidden />
          <div className={classes.text}>
            <b>{trouble.title}</b>
            <p>
              {trouble.text}
              {trouble.where && <code>{trouble.where}</code>}
              {trouble.action === 'reconnect' && <NextTry />}
            </p>
          </div>
          {i === 0 && news.length > 1 && (
            <Button onClick={() => setShowsAll(!showsAll)}>{showsAll ? 'Less' : `${news.length - 1} more`}</Button>
          )}
          <TroubleButton action={trouble.action} />
        </div>
      ))}
    </div>
  )
}

/** Panels below the banners begin where these end. */
function tellHeight(banners: HTMLElement | null): (() => void) | undefined {
  if (!banners) return
  const { style } = document.documentElement
  const observer = new ResizeObserver(() => style.setProperty('--h-banners', `${banners.offsetHeight + gapPx}px`))
  observer.observe(banners)
  return () => {
    observer.disconnect()
    style.removeProperty('--h-banners')
  }
}

const gapPx = 12

function allGuesses(simulatedNow: number | null): number {
  const counts = countGuesses(liveCity.trains.values(), simulatedNow, liveCity.facts.rate)
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function TroubleButton({ action }: { action: Trouble['action'] }) {
  const busy = useBusyCommand()
  if (action === 'reconnect') {
    return (
      <Button icon={<IconRefresh size={14} stroke={1.6} />} onClick={reconnectNow}>
        Try now
      </Button>
    )
  }
  if (action === 'retry-steps') {
    return (
      <>
        <Button onClick={() => showStack('provisioning')}>Show steps</Button>
        <Button disabled={busy === 'provision'} onClick={() => void provision()}>
          Retry
        </Button>
      </>
    )
  }
  if (action === 'show-lag') return <LagButtons />
  if (action === 'show-services') return <Button onClick={() => showStack('services')}>Show services</Button>
  if (action === 'dismiss') return <Button onClick={dismissFailure}>Close</Button>
  return null
}

function LagButtons() {
  const [, navigate] = useLocation()
  const isRunning = useHealth(health => health.run.state === 'running' && !health.profile.readOnly) ?? false
  return (
    <>
      <Button onClick={() => navigate('/groups')}>Show what lags</Button>
      {isRunning && <Button onClick={() => void pause()}>Pause the city</Button>}
    </>
  )
}

function NextTry() {
  const now = useWallNow(500)
  const nextTryAt = useConnection(connection => connection.nextTryAt)
  const since = useConnection(connection => connection.since)
  const wait = nextTryAt === null ? 'trying now' : `next try in ${Math.max(0, Math.ceil((nextTryAt - now) / 1000))} s`
  return (
    <span className={classes.next}>
      away for {formatDuration(Math.floor((now - since) / 1000) * 1000)} (wall), {wait}
    </span>
  )
}
