import { errors } from '../wire/errors'

/** By their number in `__transaction_state`. https://github.com/apache/kafka, TransactionState.java */
export const transactionStates = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
] as const
export type TransactionStateName = (typeof transactionStates)[number]

/** Partition indexes by topic. */
export type TransactionPartitions = ReadonlyMap<string, ReadonlySet<number>>

/** All that the coordinator knows of a transactional id: what one record of its topic says. */
export interface Transaction {
  readonly id: string
  readonly producerId: number
  /** -1 before the first InitProducerId has been answered. */
  readonly epoch: number
  /** The one before the epochs of `previousProducerId` were used up; -1 when there was none. Not kept over a restart. */
  readonly previousProducerId: number
  /** The one before the last that a producer asked to raise; -1 when none did. Not kept over a restart. */
  readonly previousEpoch: number
  readonly timeoutMs: number
  readonly state: TransactionStateName
  /** Those that a marker has to be written to. */
  readonly partitions: TransactionPartitions
  readonly updatedMs: number
  /** When the last transaction began; -1 when there was none. */
  readonly startMs: number
}

export interface ProducerIdentity {
  producerId: number
  epoch: number
}

/** What a request comes to: an error code (0 when all is as it should be already), or what is to be kept next. */
export type Decision = { error: number } | { next: Transaction }

const refused = (error: number): Decision => ({ error })
const unchanged: Decision = { error: errors.none }
/** An epoch that is raised no more: the next producer gets another id. */
const epochMax = 32_767 - 1
const nothing: TransactionPartitions = new Map()

export function newTransaction(id: string, producerId: number, timeoutMs: number, nowMs: number): Transaction {
  return {
    id,
    producerId,
    epoch: -1,
    previousProducerId: -1,
    previousEpoch: -1,
    timeoutMs,
    state: 'Empty',
    partitions: nothing,
    updatedMs: nowMs,
    startMs: -1,
  }
}

export function isEpochExhausted({ epoch }: { epoch: number }): boolean {
  return epoch >= epochMax
}

/** Neither open nor about to end. */
export function isAtRest({ state }: Transaction): boolean {
  return state === 'Empty' || state === 'CompleteCommit' || state === 'CompleteAbort'
}

export function isEnding({ state }: Transaction): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort'
}

/** May a producer that names its id and epoch go on (KIP-360)? Else it is fenced. */
export function isKnownProducer(transaction: Transaction, expected: ProducerIdentity): boolean {
  return (
    transaction.epoch === -1 ||
    expected.producerId === transaction.producerId ||
    // It may not have learned of the new id that it was given when its epochs were used up.
    (expected.producerId === transaction.previousProducerId && isEpochExhausted(expected))
  )
}

/**
 * A producer begins, which fences all earlier ones of the id: the epoch is raised. A transaction at rest is given.
 *
 * @param expected what the producer believes itself to be, or null for a new one
 * @param spareProducerId taken when the epochs of the present id are used up
 */
export function initialise(
  transaction: Transaction,
  {
    expected,
    spareProducerId,
    timeoutMs,
    nowMs,
  }: { expected: ProducerIdentity | null; spareProducerId: number | null; timeoutMs: number; nowMs: number },
): Decision {
  const { epoch, previousEpoch, producerId } = transaction
  const at = { timeoutMs, updatedMs: nowMs, state: 'Empty', partitions: nothing, startMs: -1 } as const
  if (spareProducerId !== null) {
    const before = { previousProducerId: producerId, previousEpoch: expected ? epoch : -1 }
    return { next: { ...transaction, ...at, ...before, producerId: spareProducerId, epoch: 0 } }
  }
  if (expected === null) return { next: { ...transaction, ...at, epoch: epoch + 1, previousEpoch: -1 } }
  if (epoch === -1 || expected.epoch === epoch) {
    return { next: { ...transaction, ...at, epoch: epoch + 1, previousEpoch: epoch } }
  }
  // The same request again, whose answer was lost.
  if (expected.epoch === previousEpoch) return { next: { ...transaction, ...at } }
  return refused(errors.producerFenced)
}

/** Partitions join the transaction, which begins with the first of them. */
export function addPartitions(
  transaction: Transaction,
  sender: ProducerIdentity,
  added: TransactionPartitions,
  nowMs: number,
): Decision {
  const fault = senderFault(transaction, sender)
  if (fault !== errors.none) return refused(fault)
  if (isEnding(transaction)) return refused(errors.concurrentTransactions)
  const isOngoing = transaction.state === 'Ongoing'
  if (isOngoing && includesAll(transaction.partitions, added)) return unchanged
  const partitions = isOngoing ? union(transaction.partitions, added) : added
  const startMs = isOngoing ? transaction.startMs : nowMs
  return { next: { ...transaction, state: 'Ongoing', partitions, startMs, updatedMs: nowMs } }
}

/** The producer has decided how its transaction ends. */
export function prepareEnd(
  transaction: Transaction,
  sender: ProducerIdentity,
  isCommit: boolean,
  nowMs: number,
): Decision {
  const fault = senderFault(transaction, sender)
  if (fault !== errors.none) return refused(fault)
  switch (transaction.state) {
    case 'Ongoing':
      return { next: { ...transaction, state: isCommit ? 'PrepareCommit' : 'PrepareAbort', updatedMs: nowMs } }
    case 'CompleteCommit':
      return isCommit ? unchanged : refused(errors.invalidTxnState)
    case 'CompleteAbort':
      return isCommit ? refused(errors.invalidTxnState) : unchanged
    case 'PrepareCommit':
      return refused(isCommit ? errors.concurrentTransactions : errors.invalidTxnState)
    case 'PrepareAbort':
      return refused(isCommit ? errors.invalidTxnState : errors.concurrentTransactions)
    default:
      return refused(errors.invalidTxnState)
  }
}

/** The coordinator ends an open transaction by itself; the raised epoch keeps its producer from going on. */
export function prepareFence(transaction: Transaction, nowMs: number): Transaction {
  return { ...transaction, state: 'PrepareAbort', epoch: transaction.epoch + 1, updatedMs: nowMs }
}

/** All markers are written. */
export function complete(transaction: Transaction, nowMs: number): Transaction {
  const state = transaction.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort'
  return { ...transaction, state, partitions: nothing, updatedMs: nowMs }
}

/** The error code for a sender that is not the id's current producer; 0 for the one that is. */
export function senderFault(transaction: Transaction, { producerId, epoch }: ProducerIdentity): number {
  if (transaction.producerId !== producerId) return errors.invalidProducerIdMapping
  return transaction.epoch === epoch ? errors.none : errors.producerFenced
}

export function hasPartition({ partitions }: Transaction, topic: string, index: number): boolean {
  return partitions.get(topic)?.has(index) ?? false
}

function includesAll(partitions: TransactionPartitions, wanted: TransactionPartitions): boolean {
  return [...wanted].every(([topic, indexes]) => [...indexes].every(index => partitions.get(topic)?.has(index)))
}

function union(one: TransactionPartitions, other: TransactionPartitions): TransactionPartitions {
  const all = new Map(one)
  for (const [topic, indexes] of other) all.set(topic, new Set([...(all.get(topic) ?? []), ...indexes]))
  return all
}
