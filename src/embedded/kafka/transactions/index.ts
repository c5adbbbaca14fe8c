import type { Clock } from '../../lib/clock'
import type { Log } from '../../lib/log'
import { createJournal, type Journal } from '../topics/journal'
import { transactionsTopic } from '../topics/topic'
import type { Partition } from '../topics/types'
import { errors, KafkaError } from '../wire/errors'
import { WireError } from '../wire/reader'
import { writeMarkers, type MarkerPorts } from './markers'
import { keyBytes, readTransaction, valueBytes } from './records'
import {
  addPartitions,
  complete,
  hasPartition,
  initialise,
  isAtRest,
  isEnding,
  isEpochExhausted,
  isKnownProducer,
  newTransaction,
  prepareEnd,
  prepareFence,
  senderFault,
  type Decision,
  type ProducerIdentity,
  type Transaction,
  type TransactionPartitions,
} from './transaction'

export { transactionStates, type ProducerIdentity, type Transaction, type TransactionPartitions } from './transaction'

/** What a disk did not take is tried again after this long: markers, until they are written, and aborts. */
const retryMs = 1_000
/** How often transactional ids are looked for that nobody uses any more. */
const expiryCheckMs = 3_600_000
/** Kafka has 100 MiB; the newest segment is never compacted and is read whole at each start. */
const segmentBytes = 2 * 1024 * 1024

export interface TransactionConfig {
  /** Partitions of `__transaction_state` when it must be created. */
  topicPartitions: number
  timeoutMsMax: number
  /** How long an id is remembered that nobody uses. */
  idExpirationMs: number
}

export interface Initialised {
  error: number
  producerId: number
  epoch: number
}

/** All transactions of the broker (KIP-98). Codes are those of the newest version of the request. */
export interface TransactionCoordinator {
  /** @param expected what the producer believes itself to be (KIP-360), or null */
  initProducer(id: string, timeoutMs: number, expected: ProducerIdentity | null): Promise<Initialised>
  addPartitions(id: string, sender: ProducerIdentity, partitions: TransactionPartitions): Promise<number>
  /** Answers when the end is decided for good, and, unless a disk is full, visible. */
  end(id: string, sender: ProducerIdentity, isCommit: boolean): Promise<number>
  /** May the producer write to the partition within its transaction now (KIP-890, part 1)? */
  check(id: string, sender: ProducerIdentity, topic: string, index: number): number
  get(id: string): Transaction | undefined
  all(): Transaction[]
  /** Ends all timers, and waits for what is under way. */
  close(): Promise<void>
}

export interface TransactionTopics {
  get(name: string): { readonly partitions: readonly Partition[] } | undefined
  ensureInternal(
    name: string,
    settings: { partitionCount: number; configs: Record<string, string> },
  ): { readonly partitions: readonly Partition[] }
  partition(topic: string, index: number): Partition | undefined
  takeProducerId(): Promise<number>
}

export interface TransactionOptions {
  topics: TransactionTopics
  /** A marker is in the file of this partition. */
  onMarker(partition: Partition, producerId: number, isCommit: boolean): void
  clock: Clock
  log: Log
  config: TransactionConfig
}

interface Entry {
  transaction: Transaction
  /** Something is on its way to the log: whoever else asks comes back later. */
  isBusy: boolean
  cancelTimer: () => void
}

const noTimer = () => {}

/** Reads `__transaction_state`, when there is one, and ends what was about to end. */
export async function openTransactions(options: TransactionOptions): Promise<TransactionCoordinator> {
  const coordinator = new Coordinator(options)
  await coordinator.load()
  return coordinator
}

class Coordinator implements TransactionCoordinator {
  private readonly entries = new Map<string, Entry>()
  private readonly markers: MarkerPorts
  private readonly underWay = new Set<Promise<unknown>>()
  private journal: Journal | null = null
  private cancelExpiry: () => void
  private isClosed = false

  constructor(private readonly options: TransactionOptions) {
    const { topics, clock, onMarker } = options
    this.markers = {
      partition: (topic, index) => topics.partition(topic, index),
      written: onMarker,
      now: () => clock.now(),
    }
    this.cancelExpiry = clock.after(expiryCheckMs, () => this.expire())
  }

  async load(): Promise<void> {
    const { topics, clock, log } = this.options
    const topic = topics.get(transactionsTopic)
    if (!topic) return
    this.journal = createJournal(topic.partitions, clock.now)
    await this.journal.replay(({ key, value, offset }) => {
      try {
        const read = key && readTransaction(key, value)
        if (!read) return
        if (read.transaction) this.entries.set(read.id, newEntry(read.transaction))
        else this.entries.delete(read.id)
      } catch (error) {
        if (!(error instanceof WireError)) throw error
        log.warn({ err: error, offset, topic: transactionsTopic }, 'a record was skipped: it cannot be read')
      }
    })
    const ending = [...this.entries.values()].filter(({ transaction }) => isEnding(transaction))
    await Promise.all(ending.map(entry => this.finish(entry)))
    for (const entry of this.entries.values()) this.watch(entry)
  }

  async initProducer(id: string, timeoutMs: number, expected: ProducerIdentity | null): Promise<Initialised> {
    const { config } = this.options
    if (id === '') return initialised(errors.invalidRequest)
    if (timeoutMs <= 0 || timeoutMs > config.timeoutMsMax) return initialised(errors.invalidTransactionTimeout)
    const error = await this.guarded(async () => {
      const entry = this.entries.get(id) ?? (await this.create(id, timeoutMs))
      if (entry.isBusy) return errors.concurrentTransactions
      if (expected && !isKnownProducer(entry.transaction, expected)) return errors.producerFenced
      // What the earlier producer left open is aborted first.
      if (entry.transaction.state === 'Ongoing') {
        const failure = await this.abort(entry)
        if (failure !== errors.none) return failure
      }
      // Another request may have come first while this one waited.
      if (entry.isBusy || !isAtRest(entry.transaction)) return errors.concurrentTransactions
      const takesNewId =
        isEpochExhausted(entry.transaction) && (expected === null || expected.epoch === entry.transaction.epoch)
      const spareProducerId = takesNewId ? await this.takeProducerId(entry) : null
      return this.decide(
        entry,
        initialise(entry.transaction, { expected, spareProducerId, timeoutMs, nowMs: this.now() }),
      )
    })
    const { producerId = -1, epoch = -1 } = error === errors.none ? this.entries.get(id)!.transaction : {}
    return { error, producerId, epoch }
  }

  addPartitions(id: string, sender: ProducerIdentity, partitions: TransactionPartitions): Promise<number> {
    return this.guarded(async () => {
      const entry = this.find(id, sender)
      if (typeof entry === 'number') return entry
      const error = await this.decide(entry, addPartitions(entry.transaction, sender, partitions, this.now()))
      if (error === errors.none) this.watch(entry)
      return error
    })
  }

  end(id: string, sender: ProducerIdentity, isCommit: boolean): Promise<number> {
    return this.guarded(async () => {
      const entry = this.find(id, sender)
      if (typeof entry === 'number') return entry
      const error = await this.decide(entry, prepareEnd(entry.transaction, sender, isCommit, this.now()))
      if (error === errors.none && isEnding(entry.transaction)) await this.finish(entry)
      return error
    })
  }

  check(id: string, sender: ProducerIdentity, topic: string, index: number): number {
    const entry = this.entries.get(id)
    if (!entry) return errors.invalidProducerIdMapping
    const { transaction } = entry
    const fault = senderFault(transaction, sender)
    if (fault !== errors.none) return fault
    if (isEnding(transaction)) return errors.concurrentTransactions
    return hasPartition(transaction, topic, index) ? errors.none : errors.transactionAbortable
  }

  get(id: string): Transaction | undefined {
    return this.entries.get(id)?.transaction
  }

  all(): Transaction[] {
    return [...this.entries.values()].map(({ transaction }) => transaction)
  }

  async close(): Promise<void> {
    this.isClosed = true
    this.cancelExpiry()
    for (const { cancelTimer } of this.entries.values()) cancelTimer()
    await Promise.allSettled(this.underWay)
  }

  private now(): number {
    return this.options.clock.now()
  }

  /** The id's entry when the sender is its producer and nothing is on its way; else the error code. */
  private find(id: string, sender: ProducerIdentity): Entry | number {
    if (id === '') return errors.invalidRequest
    const entry = this.entries.get(id)
    if (!entry) return errors.invalidProducerIdMapping
    const fault = senderFault(entry.transaction, sender)
    if (fault !== errors.none) return fault
    return entry.isBusy ? errors.concurrentTransactions : entry
  }

  /** An id that nobody has used; another request may have made it while this one waited. */
  private async create(id: string, timeoutMs: number): Promise<Entry> {
    const { topics, config, clock } = this.options
    const producerId = await topics.takeProducerId()
    this.journal ??= createJournal(
      topics.ensureInternal(transactionsTopic, {
        partitionCount: config.topicPartitions,
        configs: {
          'cleanup.policy': 'compact',
          'segment.bytes': String(segmentBytes),
          'compression.type': 'uncompressed',
        },
      }).partitions,
      clock.now,
    )
    const entry = this.entries.get(id) ?? newEntry(newTransaction(id, producerId, timeoutMs, this.now()))
    this.entries.set(id, entry)
    return entry
  }

  /** Nobody else changes the id meanwhile. */
  private async takeProducerId(entry: Entry): Promise<number> {
    entry.isBusy = true
    try {
      return await this.options.topics.takeProducerId()
    } finally {
      entry.isBusy = false
    }
  }

  /** Counts a request as under way, and turns what the broker's parts throw into its code. */
  private async guarded(work: () => Promise<number>): Promise<number> {
    if (this.isClosed) return errors.notCoordinator
    const answered = work().catch((error: unknown) => {
      if (error instanceof KafkaError) return error.code
      throw error
    })
    this.underWay.add(answered)
    try {
      return await answered
    } finally {
      this.underWay.delete(answered)
    }
  }

  private async decide(entry: Entry, decision: Decision): Promise<number> {
    return 'error' in decision ? decision.error : this.keep(entry, decision.next)
  }

  /** Notes what is next in the log; it holds once it is in the file. */
  private async keep(entry: Entry, next: Transaction): Promise<number> {
    entry.isBusy = true
    const record = { key: keyBytes(next.id), value: valueBytes(next) }
    const error = await this.journal!.append(next.id, [record]).durable
    entry.isBusy = false
    if (error === errors.none) entry.transaction = next
    return error
  }

  private async abort(entry: Entry): Promise<number> {
    const error = await this.keep(entry, prepareFence(entry.transaction, this.now()))
    if (error === errors.none) await this.finish(entry)
    return error
  }

  /** Writes the markers of an end that is decided. What a disk refuses is tried again, and whoever asks has to wait. */
  private async finish(entry: Entry): Promise<void> {
    const { log, clock } = this.options
    entry.cancelTimer()
    entry.isBusy = true
    try {
      await writeMarkers(entry.transaction, this.markers)
      entry.isBusy = false
      const error = await this.keep(entry, complete(entry.transaction, this.now()))
      if (error !== errors.none) throw new KafkaError(error)
    } catch (error) {
      log.warn({ err: error, transactionalId: entry.transaction.id }, 'the end of a transaction is tried again')
      entry.isBusy = true
      if (!this.isClosed) entry.cancelTimer = clock.after(retryMs, () => void this.background(this.finish(entry)))
    }
  }

  /** Aborts an open transaction when its time is up. */
  private watch(entry: Entry): void {
    const { state, startMs, timeoutMs } = entry.transaction
    entry.cancelTimer()
    entry.cancelTimer = noTimer
    if (state !== 'Ongoing' || this.isClosed) return
    const leftMs = Math.max(0, startMs + timeoutMs - this.now())
    entry.cancelTimer = this.options.clock.after(leftMs, () => this.timeOut(entry))
  }

  private timeOut(entry: Entry): void {
    const { id, state, timeoutMs } = entry.transaction
    if (state !== 'Ongoing' || this.isClosed) return
    // What is on its way ends soon: partitions that join do not prolong the transaction.
    if (entry.isBusy) return this.timeOutLater(entry)
    this.options.log.info({ transactionalId: id, timeoutMs }, 'a transaction is aborted: its time is up')
    void this.background(
      this.abort(entry).then(error => {
        if (error !== errors.none) this.timeOutLater(entry)
      }),
    )
  }

  private timeOutLater(entry: Entry): void {
    entry.cancelTimer = this.options.clock.after(retryMs, () => this.timeOut(entry))
  }

  private background(work: Promise<void>): Promise<void> {
    this.underWay.add(work)
    return work.finally(() => this.underWay.delete(work))
  }

  /** Forgets ids that nobody has used for long. */
  private expire(): void {
    const { clock, config, log } = this.options
    const before = clock.now() - config.idExpirationMs
    for (const [id, entry] of this.entries) {
      if (entry.isBusy || !isAtRest(entry.transaction) || entry.transaction.updatedMs > before) continue
      entry.isBusy = true
      const { durable } = this.journal!.append(id, [{ key: keyBytes(id), value: null }])
      void this.background(
        durable.then(error => {
          entry.isBusy = false
          if (error === errors.none) this.entries.delete(id)
          else log.warn({ transactionalId: id, error }, 'a transactional id that expired could not be removed')
        }),
      )
    }
    if (!this.isClosed) this.cancelExpiry = clock.after(expiryCheckMs, () => this.expire())
  }
}

function newEntry(transaction: Transaction): Entry {
  return { transaction, isBusy: false, cancelTimer: noTimer }
}

function initialised(error: number): Initialised {
  return { error, producerId: -1, epoch: -1 }
}
