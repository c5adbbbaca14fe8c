import { KafkaJSAggregateError, type Admin } from 'kafkajs'
import { within } from '../../lib/cancellation'
import { createKafka } from '../../lib/kafka'
import { silentLog } from '../../lib/log'
import { messageOf, type Problem } from '../../lib/problem'
import type { Endpoints } from '../profile'
import { answerMsMax, unusable, type Finding } from './finding'
import { checkListener } from './kafka-listener'
import { shown, type Address } from './network-problem'

/** Brokers that are looked at one by one; a cluster of more is like them. */
const brokersLookedAtMax = 12

/** Asked for, but never made. */
const trialTopic = 'org.chicago.cta.connection-test'

/** Whether the brokers can be reached, as they are named and as they call themselves, and what may be done there. */
export async function checkKafka({ kafka }: Endpoints, readOnly: boolean, signal: AbortSignal): Promise<Finding> {
  const given = kafka.brokers.map(addressOf)
  const looked = await Promise.all(
    given.slice(0, brokersLookedAtMax).map(async address => ({
      address,
      problem: await checkListener(address, kafka, signal),
    })),
  )
  const wrong = looked.flatMap(({ problem }) => problem ?? [])
  const good = looked.filter(({ problem }) => !problem).map(({ address }) => address)
  if (good.length === 0) return { found: null, problems: wrong, isUsable: false }

  const connection = { ...kafka, brokers: good.map(shown) }
  // One attempt, and short waits: what fails now is what is to be told.
  const admin = createKafka(connection, silentLog(), { retries: 1, initialRetryTime: 50 }).admin()
  try {
    await within(answerMsMax * 2, 'Connecting', admin.connect())
    const cluster = await within(answerMsMax, 'Describing the cluster', admin.describeCluster())
    const unreached = await unreachedBrokers(cluster.brokers, good, kafka, signal)
    if (unreached.length > 0) return unusable(wronglyAdvertised(unreached, good), 'a broker that names itself wrongly')
    const topics = await within(answerMsMax, 'Listing the topics', admin.listTopics())
    const forbidden = readOnly ? null : await creationProblem(admin, connection.brokers)
    return {
      found: `${counted(cluster.brokers.length, 'broker')}, ${counted(topics.length, 'topic')}, cluster ${cluster.clusterId}`,
      problems: [
        ...wrong,
        ...(cluster.controller === null ? [noController(connection.brokers)] : []),
        ...(forbidden ?? []),
      ],
      isUsable: true,
      clusterId: cluster.clusterId,
    }
  } catch (error) {
    signal.throwIfAborted()
    const elsewhere = brokerOfError(error)
    const unreached = elsewhere ? await unreachedBrokers([addressOf(elsewhere)], good, kafka, signal) : []
    if (unreached.length > 0) return unusable(wronglyAdvertised(unreached, good), 'a broker that names itself wrongly')
    return unusable(clientProblem(connection.brokers, kafka.sasl?.username, error))
  } finally {
    await within(answerMsMax, 'Disconnecting', admin.disconnect()).catch(() => undefined)
  }
}

/** Brokers by the addresses that they tell to clients, which is where clients then go. */
async function unreachedBrokers(
  brokers: Address[],
  reached: Address[],
  kafka: Endpoints['kafka'],
  signal: AbortSignal,
): Promise<{ address: Address; problem: Problem }[]> {
  const known = new Set(reached.map(shown))
  const others = brokers.filter(address => !known.has(shown(address))).slice(0, brokersLookedAtMax)
  const looked = await Promise.all(
    others.map(async ({ host, port }) => ({
      address: { host, port },
      problem: await checkListener({ host, port }, kafka, signal),
    })),
  )
  return looked.flatMap(({ address, problem }) => (problem ? [{ address, problem }] : []))
}

/** Very common with containers: the listener for those inside is told to those outside. */
function wronglyAdvertised(unreached: { address: Address; problem: Problem }[], reached: Address[]): Problem {
  const [first] = unreached
  const named = unreached.map(({ address }) => shown(address)).join(', ')
  return {
    code: 'advertised-address',
    where: `Kafka, ${reached.map(shown).join(', ')}`,
    message: `The broker answers here, but tells clients to go to ${named}, and from this machine that fails: ${first?.problem.message ?? ''}`,
    tip: "Set the broker's advertised.listeners (in containers KAFKA_ADVERTISED_LISTENERS) to an address that this machine reaches, on a listener of its own beside the one for containers.",
  }
}

async function creationProblem(admin: Admin, brokers: string[]): Promise<Problem[]> {
  try {
    const trial = { topics: [{ topic: trialTopic, numPartitions: 1 }], validateOnly: true, waitForLeaders: false }
    await within(answerMsMax, 'Asking whether topics may be created', admin.createTopics(trial))
    return []
  } catch (error) {
    const type = topicErrorType(error)
    if (type === null) return []
    return [
      {
        code: 'cannot-create-topics',
        where: `Kafka, ${brokers.join(', ')}`,
        message: `This user may not create topics as the pipeline needs them: ${messageOf(error)}.`,
        tip: type.endsWith('AUTHORIZATION_FAILED')
          ? 'Let whoever runs the cluster grant Create on topics named org.chicago.cta.*, or make the profile read-only.'
          : "Look at the cluster's rules for new topics (one partition, its default replication), or make the profile read-only.",
      },
    ]
  }
}

/** The error code of a refused topic, as Kafka spells it; null: the question itself failed. */
function topicErrorType(error: unknown): string | null {
  const inner: unknown = error instanceof KafkaJSAggregateError ? error.errors[0] : error
  const { type } = inner as { type?: unknown }
  return typeof type === 'string' ? type : null
}

function clientProblem(brokers: string[], username: string | undefined, error: unknown): Problem {
  const where = `Kafka, ${brokers.join(', ')}`
  const name = error instanceof Error ? error.name : ''
  if (name === 'KafkaJSSASLAuthenticationError') {
    return {
      code: 'wrong-password',
      where,
      message: `Kafka does not accept the user ${username ?? ''} with this password: ${messageOf(error)}.`,
      tip: 'Check user, password and mechanism under Kafka, SASL: a SCRAM user is often known for one of the two mechanisms only.',
    }
  }
  const { type } = error as { type?: unknown }
  if (typeof type === 'string' && type.endsWith('AUTHORIZATION_FAILED')) {
    return {
      code: 'not-allowed',
      where,
      message: `Kafka knows this user, but does not let it look at the cluster: ${messageOf(error)}.`,
      tip: 'Let whoever runs the cluster grant Describe on the cluster and Read on its topics.',
    }
  }
  return {
    code: 'kafka-failed',
    where,
    message: `Kafka answers, but does not do its work: ${messageOf(error)}.`,
    tip: "Look into the broker's log; it may still be starting.",
  }
}

/** The broker that a client could not connect to, as host:port: kafkajs goes where the first answer sent it. */
function brokerOfError(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { broker } = at as { broker?: unknown }
    if (typeof broker === 'string') return broker
  }
  return null
}

function noController(brokers: string[]): Problem {
  return {
    code: 'no-controller',
    where: `Kafka, ${brokers.join(', ')}`,
    message: 'The cluster has no controller at this moment, so topics can neither be made nor changed.',
    tip: 'It may be starting or electing one: test again in a minute.',
  }
}

function addressOf(broker: string): Address {
  const colon = broker.lastIndexOf(':')
  return { host: broker.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(broker.slice(colon + 1)) }
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`
}
