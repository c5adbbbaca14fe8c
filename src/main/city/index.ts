import { diffCity } from '../../shared/city/diff'
import { emptyCity, foldBatch } from '../../shared/city/fold'
import { turnstileSummaryTopic } from '../../shared/city/names'
import { createStationLogs } from '../../shared/city/station-log'
import type { CityState } from '../../shared/city/types'
import type { CityPatch, CitySnapshot, StationHistory } from '../../shared/contract/city'
import type { OwnConsumer } from '../lib/own-consumer'
import { announcer, watch } from '../lib/watch'
import { createPace } from './pace'
import { startReader, type CityReader, type ReadBatch, type ReaderOptions } from './reader'
import { createThroughput } from './throughput'

/** Ten patches a second, at most. */
const patchEveryMs = 100

/** A station's history is told once a second, at most. */
const historyEveryMs = 1_000

/** When nothing is read any more, readers are told so (rate 0, nothing a second) within this time. */
const quietEveryMs = 500

export interface City {
  readonly state: CityState
  /** Whether all that was in the log when reading began has been read. */
  readonly caughtUp: boolean
  start(): void
  /** A snapshot, then patches; a reader that is slow gets fewer, each with all that changed since the one before. */
  watch(signal: AbortSignal): AsyncGenerator<CitySnapshot | CityPatch, void, void>
  /** What records say of a station over time, whenever it has changed. */
  watchStation(stationId: number, signal: AbortSignal): AsyncGenerator<StationHistory, void, void>
  snapshot(): CitySnapshot
  /** Its consumer; null while it is in no group. */
  consumer(): OwnConsumer | null
  stop(): Promise<void>
}

export type CityOptions = Omit<ReaderOptions, 'positions' | 'onRecords' | 'onTopics'>

/** The city as the log tells it. */
export function createCity(options: CityOptions): City {
  let state = emptyCity()
  const changes = announcer()
  const pace = createPace()
  const throughput = createThroughput()
  const stationLogs = createStationLogs()
  let started = false
  let reader: CityReader | undefined
  let quiet: NodeJS.Timeout | undefined

  const onRecords = (batch: ReadBatch) => {
    const { records, newestWrittenAt } = batch
    const before = state.simulatedTime
    state = foldBatch(state, records)
    for (const record of records) stationLogs.note(record)
    if (state.simulatedTime !== null && state.simulatedTime !== before) pace.note(newestWrittenAt, state.simulatedTime)
    throughput.note({ ...batch, records: records.length, readAt: options.now() })
    changes.announce()
  }
  const onTopics = (topics: string[]) => {
    // Entries are counted by ksqlDB where it does: counting here as well until its first row came would show them twice.
    if (topics.includes(turnstileSummaryTopic) && !state.summarySeen)
      state = { ...state, summarySeen: true, entries: {} }
  }
  const readings = () => ({ readAt: options.now(), rate: pace.rate(options.now()), ...throughput.read(options.now()) })
  const snapshot = (): CitySnapshot => ({ kind: 'snapshot', ...shown(state), ...readings() })

  return {
    get state() {
      return state
    },
    get caughtUp() {
      return reader?.caughtUp ?? false
    },
    start() {
      // Starting changes the part's state, and whoever listens to that may call here again.
      if (started) return
      started = true
      reader = startReader({ ...options, positions: new Map(), onRecords, onTopics })
      quiet ??= setInterval(changes.announce, quietEveryMs)
    },
    snapshot,
    consumer: () => reader?.consumer() ?? null,
    watch(signal) {
      let sent: CityState | undefined
      let sentReadings = { rate: 0, recordsPerSecond: 0 }
      const take = (): CitySnapshot | CityPatch | undefined => {
        const before = sent
        sent = state
        const now = readings()
        const { rate, recordsPerSecond } = sentReadings
        const unchanged = before === state && now.rate === rate && now.recordsPerSecond === recordsPerSecond
        sentReadings = now
        if (!before) return snapshot()
        return unchanged ? undefined : { kind: 'patch', ...diffCity(before, state), ...now }
      }
      return watch(changes, take, { everyMs: patchEveryMs, signal })
    },
    watchStation(stationId, signal) {
      let told = -1
      const take = (): StationHistory | undefined => {
        const revision = stationLogs.revision(stationId)
        if (revision === told) return undefined
        told = revision
        return { stationId, countedFrom: stationLogs.countedFrom, ...stationLogs.of(stationId) }
      }
      return watch(changes, take, { everyMs: historyEveryMs, signal })
    },
    async stop() {
      clearInterval(quiet)
      quiet = undefined
      await reader?.stop()
      reader = undefined
    },
  }
}

/** The state without what only the fold needs. */
function shown({ summarySeen: _seen, retired: _retired, ...state }: CityState) {
  return state
}
