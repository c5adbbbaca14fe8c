import {
  IconCloud,
  IconCloudRain,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconPlayerTrackNextFilled,
  IconSun,
  IconWind,
} from '@tabler/icons-react'
import { Link } from 'wouter'
import { speeds } from '../../shared/contract/speeds'
import { turnstileSummaryTopic, turnstileTopic } from '../../shared/city/names'
import type { WeatherStatus } from '../../shared/city/types'
import { behindMsMax, useCityFacts } from '../state/city'
import { useConnection } from '../state/connection'
import { healthNow, pause, setSpeed, start, step, stop, useBusyCommand, useHealth } from '../state/lifecycle'
import { useFormats } from '../state/formats'
import { useGettingReady } from '../state/ready'
import { useIsStale } from '../state/stale'
import { IconButton } from '../ui/Button'
import { formatCount, formatCountShort, weatherWords } from '../ui/format'
import { useKeys } from '../ui/keys'
import { recordAddress } from '../ui/record-address'
import { CityClock } from './CityClock'
import { PaletteButton } from './palette/PaletteButton'
import { ProfileMenu } from './ProfileMenu'
import { useRunCommands } from './run-commands'
import classes from './TopBar.module.css'

/** Profile, run controls and speed, simulated time, weather, totals. */
export function TopBar() {
  const runState = useHealth(health => health.run.state)
  const isBehind = useIsBehind()
  useRunKeys()
  useRunCommands()
  const isGettingReady = useGettingReady()
  return (
    <header className={classes.bar}>
      <ProfileMenu isBehind={isBehind} />
      <i className={classes.rule} />
      {isGettingReady ? (
        <p className={classes.starting}>
          {runState ? 'Starting. The city will run as soon as its parts are ready.' : 'Looking for the app.'}
        </p>
      ) : (
        <>
          <RunControls />
          <Speeds />
          <i className={classes.rule} />
          <CityClock />
          <Weather />
          <Totals />
        </>
      )}
      <PaletteButton />
    </header>
  )
}

function RunControls() {
  const state = useHealth(health => health.run.state)
  const isOpen = useConnection(connection => connection.state === 'open')
  const busy = useBusyCommand()
  const canStart = isOpen && (state === 'ready' || state === 'paused')
  const isRunning = state === 'running'
  return (
    <div className={classes.controls} role="group" aria-label="Run">
      <IconButton
        label={isRunning ? 'Running' : state === 'paused' ? 'Go on' : 'Start'}
        hotkey="Space"
        aria-pressed={isRunning}
        disabled={!canStart && !isRunning}
        onClick={() => canStart && void start()}
      >
        <IconPlayerPlayFilled size={14} />
      </IconButton>
      <IconButton
        label="Pause"
        hotkey="Space"
        aria-pressed={state === 'paused'}
        disabled={!isOpen || !isRunning}
        onClick={() => void pause()}
      >
        <IconPlayerPauseFilled size={14} />
      </IconButton>
      <IconButton label="One step" hotkey="." disabled={!canStart || busy === 'step'} onClick={() => void step()}>
        <IconPlayerTrackNextFilled size={14} />
      </IconButton>
      <IconButton label="Stop" disabled={!isOpen || (!isRunning && state !== 'paused')} onClick={() => void stop()}>
        <IconPlayerStopFilled size={14} />
      </IconButton>
    </div>
  )
}

function Speeds() {
  const speed = useHealth(health => health.run.speed)
  const isOpen = useConnection(connection => connection.state === 'open')
  return (
    <fieldset className={classes.speeds} disabled={!isOpen}>
      <legend className="visually-hidden">Simulated seconds a second</legend>
      {speeds.map(option => (
        <label key={option} data-chosen={option === speed || undefined}>
          <input
            type="radio"
            name="speed"
            className="visually-hidden"
            checked={option === speed}
            onChange={() => void setSpeed(option)}
          />
          {option}×
        </label>
      ))}
    </fieldset>
  )
}

const weatherIcons: Record<WeatherStatus, typeof IconSun> = {
  sunny: IconSun,
  partly_cloudy: IconCloud,
  cloudy: IconCloud,
  windy: IconWind,
  precipitation: IconCloudRain,
}

function Weather() {
  const weather = useCityFacts(facts => facts.weather)
  const formats = useFormats()
  if (!weather) return null
  const WeatherIcon = weatherIcons[weather.status]
  const { topic, partition, offset } = weather.record
  return (
    <>
      <i className={classes.rule} />
      <Link
        href={recordAddress(weather.record)}
        className={classes.weather}
        title={`The record behind this: ${topic}, partition ${partition}, offset ${offset}`}
      >
        <WeatherIcon size={18} stroke={1.6} aria-hidden />
        <p className={classes.fact}>
          <b>{formats.temperature(weather.temperature)}</b>
          <span>{weatherWords[weather.status]}</span>
        </p>
      </Link>
    </>
  )
}

function Totals() {
  const entries = useCityFacts(facts => facts.entries)
  const trains = useCityFacts(facts => facts.trains)
  const rate = useCityFacts(facts => Math.round(facts.recordsPerSecond))
  const isStale = useIsBehind()
  // Without ksqlDB entries are counted from the turnstiles' own records.
  const summarySeen = useHealth(health =>
    health.services.some(({ name, state }) => name === 'ksql' && state !== 'absent'),
  )
  return (
    <>
      <i className={classes.rule} />
      <Link
        href={`/topics/${summarySeen ? turnstileSummaryTopic : turnstileTopic}`}
        className={classes.fact}
        data-stale={isStale || undefined}
        title={`${formatCount(entries)} entries: the topic that they are counted in`}
      >
        <b>
          {isStale && '≥ '}
          {formatCountShort(entries)}
        </b>
        <span>entries</span>
      </Link>
      <Link href="/map" className={classes.fact} title="The trains on the map">
        <b>{formatCount(trains)}</b>
        <span>trains</span>
      </Link>
      <Link href="/topics" className={classes.fact} title="The topics that they are read from">
        <b>{formatCount(rate)}</b>
        <span>records/s</span>
      </Link>
    </>
  )
}

/** Numbers that may have grown since are marked. */
function useIsBehind(): boolean {
  const behind = useCityFacts(facts => (facts.behindMs ?? 0) > behindMsMax)
  const isStale = useIsStale()
  return behind || isStale
}

function useRunKeys(): void {
  const change = (by: 1 | -1) => {
    const speed = healthNow()?.run.speed
    if (speed === undefined) return
    const slower = speeds.filter(option => option < speed).at(-1)
    const next = by === 1 ? speeds.find(option => option > speed) : slower
    if (next !== undefined) void setSpeed(next)
  }
  useKeys('Run', [
    {
      key: ' ',
      label: 'Space',
      title: 'Run or pause',
      run: () => {
        const state = healthNow()?.run.state
        if (state === 'running') void pause()
        else if (state === 'ready' || state === 'paused') void start()
      },
    },
    {
      key: '.',
      title: 'One step of five simulated minutes, when paused',
      run: () => {
        const state = healthNow()?.run.state
        if (state === 'paused' || state === 'ready') void step()
      },
    },
    { key: '[', title: 'Slower', run: () => change(-1) },
    { key: ']', title: 'Faster', run: () => change(1) },
  ])
}
