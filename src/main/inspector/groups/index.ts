import type { Kafka } from 'kafkajs'
import { lagHistoryMs, type GroupDetail, type GroupRow, type GroupsMessage } from '../../../shared/contract/groups'
import { delay, sharedController } from '../../lib/cancellation'
import { kafkaProblem, type KafkaConnection } from '../../lib/kafka'
import type { OwnConsumer } from '../../lib/own-consumer'
import { adminHolder, type LogEnds } from '../log-ends'
import { appendTimes } from './append-times'
import { lookAtGroups, type GroupLook, type ListedGroup } from './look'
import { rebalanceLogs, type OpenRebalanceLog } from './rebalances'
import { groupRounds, roundGroupsMax } from './rounds'
import { detailRows, lookedRow, notesOf } from './rows'

/** Time between two looks at a group that is open. */
const detailEveryMs = 1_000

/** What the panes ask of consumer groups. Nothing is asked of the cluster while nobody watches. */
export interface Groups {
  watch(signal: AbortSignal): AsyncGenerator<GroupsMessage, void, void>
  detail(group: string, signal: AbortSignal): AsyncGenerator<GroupDetail, void, void>
  /** Groups whose name passes, as they are now; those that cannot be looked at are left out. */
  look(passes: (group: string) => boolean, signal: AbortSignal): Promise<GroupRow[]>
  close(): Promise<void>
}

export interface GroupsOptions {
  kafka: Kafka
  connection: KafkaConnection
  ends: LogEnds
  /** The consumers of this app itself. */
  own(): readonly OwnConsumer[]
  now(): number
}

export function createGroups(options: GroupsOptions): Groups {
  const { kafka, connection, ends, now } = options
  const admins = adminHolder(kafka)
  const closing = sharedController()
  const times = appendTimes(lagHistoryMs)
  const logs = rebalanceLogs(now)

  const list = async (): Promise<ListedGroup[]> => {
    const { groups } = await admins.use(admin => admin.listGroups())
    return groups.sort((a, b) => (a.groupId < b.groupId ? -1 : 1))
  }
  const lookAt = (listed: readonly ListedGroup[], signal: AbortSignal) =>
    admins.use(async admin => {
      const looks = await lookAtGroups(listed, { admin, ends, own: options.own(), signal, now })
      for (const look of looks.values()) if (!(look instanceof Error)) note(look)
      times.forget(now() - lagHistoryMs)
      return looks
    })
  const note = (look: GroupLook) => {
    for (const { topic, partition, end } of look.partitions)
      if (end !== null) times.note(topic, partition, end, look.at)
    logs.note(look)
  }
  const rounds = groupRounds({
    list,
    lookAt,
    rowOf: look => lookedRow(look, times),
    problemOf: error => kafkaProblem(connection, 'looking at the groups', error),
    closing: closing.signal,
    now,
  })

  return {
    watch: signal => rounds.watch(signal),
    async *detail(group, signal) {
      const log = logs.open(group)
      try {
        for (;;) {
          if (signal.aborted || closing.signal.aborted) return
          yield await detailOf(group, log, signal)
          await delay(detailEveryMs, signal)
        }
      } catch (error) {
        if (signal.aborted || closing.signal.aborted) return
        throw kafkaProblem(connection, 'looking at the group', error)
      } finally {
        log.close()
      }
    },
    async look(passes, signal) {
      const looks = await lookAt(
        (await list()).filter(({ groupId }) => passes(groupId)).slice(0, roundGroupsMax),
        signal,
      )
      return [...looks.values()].flatMap(look => (look instanceof Error ? [] : [lookedRow(look, times)]))
    },
    async close() {
      closing.abort(new Error('stopping'))
      await admins.close()
    },
  }

  async function detailOf(group: string, log: OpenRebalanceLog, signal: AbortSignal): Promise<GroupDetail> {
    const listed = (await list()).find(({ groupId }) => groupId === group)
    const look = listed && (await lookAt([listed], signal)).get(group)
    if (look instanceof Error) throw look
    const base = { at: now(), rebalances: log.list(), since: log.since }
    if (!look)
      return { ...base, row: null, notes: [], members: [], membersLeftOut: 0, partitions: [], partitionsLeftOut: 0 }
    return { ...base, row: lookedRow(look, times), notes: notesOf(look), ...detailRows(look, times) }
  }
}
