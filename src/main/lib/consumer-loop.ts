import type { Consumer, ConsumerConfig, ConsumerRunConfig, Kafka } from 'kafkajs'
import { backoff } from './backoff'
import { delay, within } from './cancellation'
import { kafkaProblem, type KafkaConnection } from './kafka'
import type { Log } from './log'
import type { Part } from './part'

/** Waiting times between attempts to consume. */
const retryFirstMs = 250
const retryMaxMs = 5_000

/** A consumer that does not leave its group within this time is left to the broker, which drops it by itself. */
const leaveMsMax = 2_000

/**
 * A member that vanished without leaving holds up its successor for this long: after an outage of the broker, which
 * remembers the members that it had, that is the time until records flow again.
 */
const sessionMsMax = 10_000

export interface ConsumerLoopOptions {
  kafka: Kafka
  connection: KafkaConnection
  part: Part
  log: Log
  /** Asked for anew at each attempt. */
  config(): ConsumerConfig
  /** Asked for anew at each attempt. */
  topics(): Promise<string[]>
  /** Called when the consumer has joined its group, before it reads anything: the moment to seek. */
  onJoin(consumer: Consumer): void
  run(consumer: Consumer): ConsumerRunConfig
}

export interface ConsumerLoop {
  /** As which it is in its group now; null while it is in none. */
  readonly member: { groupId: string; memberId: string } | null
  /** Resolves as soon as the consumer is in its group. */
  joined(): Promise<void>
  /** Leaves the group and joins it again, with newly asked topics. */
  restart(): void
  /** Leaves the group; what is being handled is finished. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * A consumer that comes back by itself: whatever ends it (a broker that goes away, a deleted topic, a handler that
 * throws) is shown in its part's state, and after a while it is made anew.
 */
export function startConsumerLoop(options: ConsumerLoopOptions): ConsumerLoop {
  const stopping = new AbortController()
  const wait = backoff({ firstMs: retryFirstMs, maxMs: retryMaxMs })
  let interrupt: () => void = () => undefined
  const waiting = new Set<() => void>()
  let member: ConsumerLoop['member'] = null
  const loop = async () => {
    options.part.update({ state: 'starting', problem: null })
    while (!stopping.signal.aborted) {
      const restarted = new Promise<void>(resolve => (interrupt = resolve))
      try {
        await consumeOnce(options, restarted, stopping.signal, joined => {
          wait.reset()
          member = joined
          for (const resolve of waiting) resolve()
          waiting.clear()
        })
      } catch (error) {
        if (stopping.signal.aborted) break
        const { problem } = kafkaProblem(options.connection, 'consuming', error)
        options.log.warn({ err: error, part: options.part.state.id }, 'consuming was interrupted')
        options.part.update({ state: 'retrying', problem })
        await delay(wait.next(), stopping.signal).catch(() => undefined)
      } finally {
        member = null
      }
    }
    options.part.update({ state: 'stopped', problem: null })
  }
  const ended = loop()
  return {
    get member() {
      return member
    },
    joined: () => (member ? Promise.resolve() : new Promise(resolve => waiting.add(resolve))),
    restart: () => interrupt(),
    async stop() {
      stopping.abort(new Error('stopping'))
      interrupt()
      await ended
    },
  }
}

/** Consumes until interrupted; throws what ended it otherwise. */
async function consumeOnce(
  options: ConsumerLoopOptions,
  interrupted: Promise<void>,
  signal: AbortSignal,
  onRunning: (member: { groupId: string; memberId: string }) => void,
): Promise<void> {
  const topics = await options.topics()
  if (signal.aborted) return
  const config = options.config()
  const consumer = options.kafka.consumer({
    sessionTimeout: sessionMsMax,
    rebalanceTimeout: sessionMsMax,
    ...config,
    // Restarting is ours: it is shown, and it asks for the topics anew.
    retry: { ...config.retry, restartOnFailure: async () => false },
  })
  let fail: (error: Error) => void
  const crashed = new Promise<never>((_, reject) => (fail = reject))
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error))
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { groupId, memberId } }) => {
    options.onJoin(consumer)
    options.part.update({ state: 'running', problem: null })
    onRunning({ groupId, memberId })
  })
  try {
    const consuming = async () => {
      await consumer.connect()
      await consumer.subscribe({ topics, fromBeginning: true })
      await consumer.run(options.run(consumer))
    }
    await Promise.race([consuming(), crashed, interrupted])
    await Promise.race([crashed, interrupted])
  } finally {
    crashed.catch(() => undefined)
    await within(leaveMsMax, 'Leaving the group', consumer.disconnect()).catch(error =>
      options.log.info({ err: error }, 'a consumer could not leave its group'),
    )
  }
}
