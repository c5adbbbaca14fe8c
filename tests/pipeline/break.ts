import { request } from 'node:http'
import { Kafka, logLevel, type Admin } from 'kafkajs'
import { Client } from 'pg'
import {
  arrivalTopic,
  stationsTableTopic,
  stationsTopic,
  turnstileSummaryTopic,
  turnstileTopic,
  weatherTopic,
} from '../../src/shared/city/names'
import type { Addresses } from './app'

/** Something that a person may delete behind the app's back, and how to see whether it is there. */
export interface Breakable {
  what: string
  /** The provisioning step that brings it back. */
  step: string
  needs?: 'ksql'
  drop(addresses: Addresses): Promise<void>
  isBack(addresses: Addresses): Promise<boolean>
}

const howard = arrivalTopic('Howard')

export const breakables: Breakable[] = [
  {
    what: 'a topic',
    step: 'topics',
    drop: at => withAdmin(at, admin => admin.deleteTopics({ topics: [howard] })),
    isBack: at => withAdmin(at, async admin => (await admin.listTopics()).includes(howard)),
  },
  {
    what: 'a schema',
    step: 'schemas',
    drop: async at => {
      await http(`${at.registry}/subjects/${howard}-value`, 'DELETE')
    },
    isBack: async at => (await http(`${at.registry}/subjects/${howard}-value/versions/latest`, 'GET')) === 200,
  },
  {
    what: 'the table in PostgreSQL',
    step: 'stations-table',
    drop: at => withPostgres(at, async client => void (await client.query('DROP TABLE stations'))),
    isBack: at =>
      withPostgres(
        at,
        async client => (await client.query('SELECT count(*)::int AS n FROM stations')).rows[0]?.n === 230,
      ),
  },
  {
    what: 'the connector',
    step: 'connector',
    drop: async at => {
      await http(`${at.connect}/connectors/stations`, 'DELETE')
    },
    isBack: async at => (await http(`${at.connect}/connectors/stations`, 'GET')) === 200,
  },
  {
    what: 'the topic of the stations',
    step: 'connector',
    drop: at => withAdmin(at, admin => admin.deleteTopics({ topics: [stationsTopic] })),
    isBack: at => withAdmin(at, admin => holdsAtLeast(admin, stationsTopic, 230)),
  },
  {
    what: 'the stations table topic',
    step: 'transformer',
    drop: at => withAdmin(at, admin => admin.deleteTopics({ topics: [stationsTableTopic] })),
    isBack: at => withAdmin(at, admin => holdsAtLeast(admin, stationsTableTopic, 1)),
  },
  {
    what: 'the summary in ksqlDB',
    step: 'ksql',
    needs: 'ksql',
    drop: async at => {
      await http(`${at.ksql}/ksql`, 'POST', { ksql: `DROP TABLE ${turnstileSummaryTopic} DELETE TOPIC;` })
    },
    isBack: at => withAdmin(at, admin => holdsAtLeast(admin, turnstileSummaryTopic, 1)),
  },
]

async function holdsAtLeast(admin: Admin, topic: string, records: number): Promise<boolean> {
  if (!(await admin.listTopics()).includes(topic)) return false
  const offsets = await admin.fetchTopicOffsets(topic)
  return offsets.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0) >= records
}

function kafkaOf(addresses: Addresses): Kafka {
  return new Kafka({ clientId: 'pipeline-test', brokers: addresses.kafka!.split(','), logLevel: logLevel.NOTHING })
}

async function withAdmin<T>(addresses: Addresses, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaOf(addresses).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

async function withPostgres<T>(addresses: Addresses, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: addresses.postgres! })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The status that was answered. */
function http(url: string, method: string, body?: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { 'content-type': 'application/json' } }, response => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end(body && JSON.stringify(body))
  })
}

/**
 * Writes records that nobody can decode to topics that the city reads: no frame, a schema id that no registry gave out,
 * a frame cut short, text that is no JSON.
 *
 * @returns how many
 */
export async function produceBadRecords(addresses: Addresses): Promise<number> {
  const noSuchSchema = Buffer.from([0, 0x7f, 0xff, 0xff, 0xf0, 1, 2, 3])
  const bad: [topic: string, value: Buffer][] = [
    [turnstileTopic, Buffer.from('no frame at all')],
    [turnstileTopic, noSuchSchema],
    [howard, Buffer.from([0, 0, 0])],
    [weatherTopic, noSuchSchema],
    [stationsTableTopic, Buffer.from('{"station_id":')],
  ]
  const producer = kafkaOf(addresses).producer()
  await producer.connect()
  for (const [topic, value] of bad) await producer.send({ topic, messages: [{ key: 'bad', value }] })
  await producer.disconnect()
  return bad.length
}
