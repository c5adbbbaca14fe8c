import { snapshotTopicsMax } from '../../../shared/contract/record-limits'
import type { TopicChange, TopicPolling, TopicsMessage } from '../../../shared/contract/topics'
import { backoff } from '../../lib/backoff'
import { delay } from '../../lib/cancellation'
import type { KafkaConnection } from '../../lib/kafka'
import { wireCluster, wireProblem, type WireCluster } from '../../lib/kafka-wire'
import type { Problem } from '../../lib/problem'
import { announcer, watch } from '../../lib/watch'
import { changeOf, measure, sample, summaryOf, type TopicFigures } from './figures'
import { learnCompaction, learnOffsets, learnSizes, learnTopics } from './survey'

/** The ends are asked for this often, and no more than a tenth of the time is spent on asking. */
const everyMs = 2_000
const restShare = 9

/** Partitions that are asked for in one go; a larger cluster is gone through in turns. */
const partitionsMax = 10_000

/** Which topics there are, where they begin, their sizes and their policies are asked for this often. */
const metadataEveryMs = 5_000
const earliestEveryMs = 15_000
const sizesEveryMs = 15_000
const configsEveryMs = 5 * 60_000

/** Messages come at most this often, while a long list is sent and after. */
const listEveryMs = 200
const messageEveryMs = 1_000

/** Topics that one patch carries at most: more would hold up whoever passes them on. */
const patchTopicsMax = 2_000

const retry = { firstMs: 500, maxMs: 5_000 }

export interface PollerOptions {
  kafka: KafkaConnection
  /** Monotonic, ms. */
  clock(): number
  /** For tests; default: the cluster of the connection. */
  connect?(): WireCluster
}

/** Figures of all topics, asked for only while somebody watches. */
export interface TopicPoller {
  watch(signal: AbortSignal): AsyncGenerator<TopicsMessage, void, void>
  close(): void
}

/** What one watcher was not told yet. */
interface Watcher {
  isNew: boolean
  changed: Set<string>
  gone: Set<string>
  isSample: boolean
  isPolling: boolean
}

export function topicPoller(options: PollerOptions): TopicPoller {
  const watchers = new Set<Watcher>()
  const { announce, listen } = announcer()
  let poll: { stop: AbortController; state: Poll } | undefined

  const start = () => {
    const stop = new AbortController()
    const state = newPoll(options)
    poll = { stop, state }
    void run(state, stop.signal, news => {
      for (const watcher of watchers) note(watcher, news)
      announce()
    })
  }
  return {
    async *watch(signal) {
      const watcher: Watcher = { isNew: true, changed: new Set(), gone: new Set(), isSample: false, isPolling: false }
      watchers.add(watcher)
      if (!poll) start()
      const { state } = poll!
      try {
        const messages = watch({ listen }, () => take(watcher, state), { everyMs: listEveryMs, signal })
        for await (const message of messages) {
          yield message
          // A long list goes out quickly; after that the figures come once a second.
          if (watcher.changed.size > 0) announce()
          else await delay(messageEveryMs - listEveryMs, signal).catch(() => undefined)
        }
      } finally {
        watchers.delete(watcher)
        if (watchers.size === 0) {
          poll?.stop.abort()
          poll = undefined
        }
      }
    },
    close() {
      poll?.stop.abort()
      poll = undefined
    },
  }
}

/** All that is known, and how far the questions are. */
interface Poll {
  options: PollerOptions
  cluster: WireCluster
  topics: Map<string, TopicFigures>
  isListed: boolean
  /** Names still to be asked for in this turn. */
  turn: string[]
  turnBeganAt: number
  everyMs: number
  metadataAt: number
  sizesAt: number
  problem: Problem | null
}

function newPoll(options: PollerOptions): Poll {
  return {
    options,
    cluster: options.connect?.() ?? wireCluster(options.kafka),
    topics: new Map(),
    isListed: false,
    turn: [],
    turnBeganAt: options.clock(),
    everyMs,
    metadataAt: -Infinity,
    sizesAt: -Infinity,
    problem: null,
  }
}

/** What a round of questions brought. */
interface News {
  changed: Iterable<string>
  gone: string[]
  isSample: boolean
}

async function run(poll: Poll, signal: AbortSignal, tell: (news: News) => void): Promise<void> {
  const { options, cluster } = poll
  const wait = backoff(retry)
  signal.addEventListener('abort', () => cluster.close(), { once: true })
  while (!signal.aborted) {
    const beganAt = options.clock()
    try {
      const news = await askOnce(poll)
      poll.problem = null
      wait.reset()
      tell(news)
      const tookMs = options.clock() - beganAt
      await delay(Math.max(everyMs - tookMs, tookMs * restShare), signal).catch(() => undefined)
    } catch (error) {
      if (signal.aborted) return
      poll.problem = wireProblem(options.kafka, 'asking for its topics', error).problem
      // Leaders may have moved; and rates across an outage would mean nothing.
      poll.metadataAt = -Infinity
      for (const figures of poll.topics.values()) figures.measured = null
      tell({ changed: [], gone: [], isSample: false })
      await delay(wait.next(), signal).catch(() => undefined)
    }
  }
}

/** One round: what is due of all questions, for as many topics as one round takes. */
async function askOnce(poll: Poll): Promise<News> {
  const { cluster, topics, options } = poll
  const before = new Map<string, string>()
  let gone: string[] = []
  if (options.clock() - poll.metadataAt >= metadataEveryMs) {
    gone = await learnTopics(cluster, topics)
    poll.metadataAt = options.clock()
  }
  const asked = nextOf(poll)
  for (const figures of asked) before.set(figures.name, fingerprint(figures))
  const early = asked.filter(({ earliestAt }) => options.clock() - earliestAt >= earliestEveryMs)
  await Promise.all([learnOffsets(cluster, asked, 'latest'), learnOffsets(cluster, early, 'earliest')])
  const at = options.clock()
  for (const figures of early) figures.earliestAt = at
  for (const figures of asked) measure(figures, at)
  const unasked = asked.filter(({ configsAt }) => at - configsAt >= configsEveryMs)
  await learnCompaction(cluster, unasked, at).catch(() => undefined)
  const changed = new Set(
    asked.filter(figures => before.get(figures.name) !== fingerprint(figures)).map(({ name }) => name),
  )
  // The first list goes out without sizes, which take longer.
  if (poll.isListed && at - poll.sizesAt >= sizesEveryMs) {
    poll.sizesAt = at
    for (const name of await changedSizes(poll)) changed.add(name)
  }
  const isSample = poll.turn.length === 0
  if (isSample) {
    for (const figures of topics.values()) sample(figures)
    poll.everyMs = Math.max(everyMs, options.clock() - poll.turnBeganAt)
    poll.turnBeganAt = options.clock()
  }
  if (!poll.isListed) for (const name of topics.keys()) changed.add(name)
  poll.isListed = true
  return { changed, gone, isSample }
}

/** Without the right to ask for sizes, or on a cluster that is slow with them, there are none. */
async function changedSizes({ cluster, topics }: Poll): Promise<string[]> {
  const before = new Map([...topics.values()].map(({ name, bytes }) => [name, bytes]))
  await learnSizes(cluster, topics).catch(() => false)
  return [...topics.values()].filter(({ name, bytes }) => before.get(name) !== bytes).map(({ name }) => name)
}

/** The topics whose turn it is, up to so many partitions. */
function nextOf(poll: Poll): TopicFigures[] {
  if (poll.turn.length === 0) poll.turn = [...poll.topics.keys()]
  const asked: TopicFigures[] = []
  let partitions = 0
  let count = 0
  for (const name of poll.turn) {
    const figures = poll.topics.get(name)
    if (figures && asked.length > 0 && partitions + figures.partitions.size > partitionsMax) break
    count++
    if (!figures) continue
    asked.push(figures)
    partitions += figures.partitions.size
  }
  poll.turn = poll.turn.slice(count)
  return asked
}

function fingerprint(figures: TopicFigures): string {
  return JSON.stringify(changeOf(figures))
}

function note(watcher: Watcher, { changed, gone, isSample }: News): void {
  watcher.isPolling = true
  watcher.isSample ||= isSample
  if (watcher.isNew) return
  for (const name of changed) {
    watcher.changed.add(name)
    watcher.gone.delete(name)
  }
  for (const name of gone) {
    watcher.gone.add(name)
    watcher.changed.delete(name)
  }
}

/** The next message for a watcher; undefined when there is nothing to say. */
function take(watcher: Watcher, poll: Poll): TopicsMessage | undefined {
  const polling = pollingOf(poll)
  if (watcher.isNew) {
    if (!poll.isListed && poll.problem === null) return undefined
    // Those with a history come first: the patches after the snapshot bring none.
    const all = [...poll.topics.values()].sort((a, b) => Number(isBusy(b)) - Number(isBusy(a)))
    watcher.isNew = !poll.isListed
    watcher.isSample = false
    watcher.changed = new Set(all.slice(snapshotTopicsMax).map(({ name }) => name))
    return { kind: 'snapshot', topics: all.slice(0, snapshotTopicsMax).map(summaryOf), polling }
  }
  const isEmpty = watcher.changed.size === 0 && watcher.gone.size === 0 && !watcher.isSample && !watcher.isPolling
  if (isEmpty) return undefined
  const topics: TopicChange[] = []
  for (const name of watcher.changed) {
    if (topics.length >= patchTopicsMax) break
    watcher.changed.delete(name)
    const figures = poll.topics.get(name)
    if (figures) topics.push(changeOf(figures))
  }
  const gone = [...watcher.gone]
  watcher.gone.clear()
  const { isSample } = watcher
  watcher.isSample = false
  watcher.isPolling = false
  return { kind: 'patch', isSample, topics, gone, polling }
}

function isBusy({ history }: TopicFigures): boolean {
  return history.some(rate => rate > 0)
}

function pollingOf({ topics, everyMs: turnMs, problem }: Poll): TopicPolling {
  let partitions = 0
  for (const figures of topics.values()) partitions += figures.partitions.size
  return { topics: topics.size, partitions, everyMs: Math.round(turnMs), problem }
}
