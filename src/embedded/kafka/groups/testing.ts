/** For tests: a coordinator on a clock that stands still and a log in memory, and members that join it. */
import { manualClock } from '../../lib/clock'
import { silentLog } from '../../lib/log'
import { brokerDefaults } from '../topics/broker-config'
import type { LogRecord, Partition } from '../topics/types'
import { batchHeaderBytes, buildBatch, decodeRecords, placeBatch, readBatchHeader } from '../wire/record-batch'
import type { JoinAnswer, JoinRequest, SyncAnswer } from './classic/messages'
import { groupConfig, openGroups, type GroupConfig, type GroupCoordinator } from './index'

const anyHeader = readBatchHeader(buildBatch([{ key: null, value: null, timestamp: 0 }]))

export interface MemoryPartition extends Partition {
  records: LogRecord[]
  /** While set, `durable` waits; calling it lets it go on, with the error when one is given. */
  hold(): (error?: Error) => void
}

export function memoryPartition(topicName: string, index: number): MemoryPartition {
  const records: LogRecord[] = []
  let gate: Promise<void> = Promise.resolve()
  return {
    topicName,
    index,
    records,
    leaderEpoch: 0,
    logStartOffset: 0,
    get highWatermark() {
      return records.length
    },
    get lastStableOffset() {
      return records.length
    },
    append(batch) {
      const first = records.length
      placeBatch(batch, first, 0)
      const header = readBatchHeader(batch)
      const { isControl, isTransactional, producerId, producerEpoch } = header
      for (const record of decodeRecords(header, batch.subarray(batchHeaderBytes))) {
        records.push({ ...record, isControl, isTransactional, producerId, producerEpoch })
      }
      return first
    },
    durable: () => gate,
    async *readRecords(from = 0) {
      yield* records.slice(from)
    },
    async *readBatches() {
      for (const record of records) yield { header: anyHeader, records: [record] }
    },
    hold() {
      let release!: (error?: Error) => void
      gate = new Promise((resolve, reject) => {
        release = error => (error ? reject(error) : resolve())
      })
      gate.catch(() => {})
      return error => {
        release(error)
        gate = Promise.resolve()
      }
    },
  }
}

export interface Bench {
  groups: GroupCoordinator
  clock: ReturnType<typeof manualClock>
  partitions: MemoryPartition[]
  /** Every record of `__consumer_offsets`. */
  records(): LogRecord[]
  /** Lets what is under way go on, moves the clock by `ms`, and does so again. */
  pass(ms?: number): Promise<void>
  /** A coordinator on the same log, as after a restart. */
  restart(): Promise<void>
  member(options?: Partial<JoinRequest>): TestMember
  deleteTopic(name: string): void
}

export async function createBench(config: Partial<GroupConfig> = {}): Promise<Bench> {
  const clock = manualClock(1_000_000)
  const partitions = Array.from({ length: 3 }, (_, index) => memoryPartition('__consumer_offsets', index))
  let ids = 0
  let forget: (topic: { name: string }) => void = () => {}
  const open = () =>
    openGroups({
      topics: {
        partition: (topic, index) => (topic.startsWith('no-such') || index > 1 ? undefined : {}),
        ensureInternal: () => ({ partitions }),
        onDeleted(listener) {
          forget = listener
          return () => {}
        },
      },
      clock,
      log: silentLog(),
      config: { ...groupConfig(brokerDefaults), ...config },
      newId: () => String(++ids),
    })
  const bench: Bench = {
    groups: await open(),
    clock,
    partitions,
    records: () => partitions.flatMap(partition => partition.records),
    async pass(ms = 0) {
      await turn()
      clock.advance(ms)
      await turn()
    },
    async restart() {
      bench.groups.close()
      bench.groups = await open()
    },
    member: options => createMember(bench, options),
    deleteTopic: name => forget({ name }),
  }
  return bench
}

/** One member as a client library would drive it, with what it was answered last. */
export interface TestMember {
  id: string
  generation: number
  joined?: JoinAnswer
  synced?: SyncAnswer
  request: JoinRequest
  /** Sends JoinGroup; with MEMBER_ID_REQUIRED once more with the id. `joined` is set when the answer comes. */
  join(changes?: Partial<JoinRequest>): Promise<void>
  /** Sends SyncGroup with shares by member id. */
  sync(shares?: Record<string, string>): void
  heartbeat(): number
  leave(): number
  share(): string | undefined
}

function createMember(bench: Bench, options: Partial<JoinRequest> = {}): TestMember {
  const member: TestMember = {
    id: '',
    generation: -1,
    request: {
      groupId: 'g',
      memberId: '',
      instanceId: null,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: subscription('t') }],
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 60_000,
      mustKnowMemberId: true,
      canSkipAssignment: true,
      reason: null,
      client: { id: 'c', host: '/127.0.0.1' },
      ...options,
    },
    async join(changes = {}) {
      member.joined = undefined
      Object.assign(member.request, changes)
      const send = () =>
        void bench.groups.classic.join({ ...member.request, memberId: member.id }).then(async answer => {
          member.joined = answer
          if (answer.memberId !== '') member.id = answer.memberId
          member.generation = answer.generation
          if (answer.error === 79) send()
        })
      send()
      await turn()
    },
    sync(shares = {}) {
      member.synced = undefined
      const assignments = Object.entries(shares).map(([memberId, share]) => ({
        memberId,
        assignment: Buffer.from(share),
      }))
      const { groupId, instanceId } = member.request
      const { id: memberId, generation } = member
      void bench.groups.classic
        .sync({ groupId, generation, memberId, instanceId, protocolType: null, protocolName: null, assignments })
        .then(answer => (member.synced = answer))
    },
    heartbeat() {
      const { groupId, instanceId } = member.request
      return bench.groups.classic.heartbeat({ groupId, instanceId, memberId: member.id, generation: member.generation })
    },
    leave() {
      const answer = bench.groups.classic.leave(member.request.groupId, [
        { memberId: member.id, instanceId: member.request.instanceId, reason: null },
      ])
      return answer.error || answer.members[0]!.error
    },
    share: () => member.synced?.assignment.toString(),
  }
  return member
}

/** ConsumerProtocolSubscription version 0 of these topics. */
export function subscription(...topics: string[]): Buffer {
  const head = Buffer.alloc(6)
  head.writeInt32BE(topics.length, 2)
  const names = topics.map(topic => {
    const length = Buffer.alloc(2)
    length.writeInt16BE(Buffer.byteLength(topic))
    return Buffer.concat([length, Buffer.from(topic)])
  })
  return Buffer.concat([head, ...names, Buffer.alloc(4)])
}

/** Lets every promise that can go on do so. */
export function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
