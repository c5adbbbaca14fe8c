import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Kafka } from 'kafkajs'
import { afterEach, describe, expect, it } from 'vitest'
import { ProblemError } from '../../lib/problem'
import { createSchemaReader } from '.'
import { guessTopic } from './topic-use'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** Answers by path; a number is a status with an error code, undefined a 404 of a web server. */
type Answers = Record<string, unknown>

async function reader(answers: Answers | null, topics: string[] = []) {
  const kafka = {
    admin: () => ({ connect: async () => {}, disconnect: async () => {}, listTopics: async () => topics }),
  }
  const asked: string[] = []
  if (answers === null) {
    return {
      asked,
      schemas: createSchemaReader({ registry: null, kafka: () => kafka as unknown as Kafka, now: Date.now }),
    }
  }
  server = createServer((request, response) => {
    asked.push(request.url!)
    const answer = answers[request.url!] ?? answers[request.url!.split('?')[0]!]
    if (typeof answer === 'number') {
      response.statusCode = Number(String(answer).slice(0, 3))
      response.end(JSON.stringify({ error_code: answer, message: 'no' }))
    } else if (answer === undefined) {
      response.statusCode = 404
      response.end('<html>not found</html>')
    } else response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  })
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const registry = { title: 'Schema Registry', url }
  return { asked, schemas: createSchemaReader({ registry, kafka: () => kafka as unknown as Kafka, now: Date.now }) }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => 'none',
    reason => reason as unknown,
  )
  return error instanceof ProblemError ? error.problem.code : String(error)
}

const registered = (subject: string, version: number, id: number, more: object = {}) => ({
  subject,
  version,
  id,
  schema: '"string"',
  ...more,
})

describe('a reader of a registry', () => {
  it('lists subjects in order, deleted ones among them when asked for', async () => {
    const { schemas } = await reader({
      '/subjects': ['b', 'a'],
      '/subjects?deleted=true': ['b', 'a', 'c'],
      '/config': { compatibilityLevel: 'FULL' },
      '/mode': { mode: 'READONLY' },
    })
    expect(await schemas.list({ deleted: false })).toMatchObject({
      compatibility: 'FULL',
      mode: 'READONLY',
      subjects: [
        { subject: 'a', isDeleted: false },
        { subject: 'b', isDeleted: false },
      ],
      leftOut: 0,
    })
    expect((await schemas.list({ deleted: true })).subjects.at(-1)).toEqual({ subject: 'c', isDeleted: true })
  })

  it('lists the subjects of a registry that knows neither levels nor modes', async () => {
    const { schemas } = await reader({ '/subjects': ['a'] })
    expect(await schemas.list({ deleted: false })).toMatchObject({ compatibility: null, mode: null })
  })

  it('reads facts once for many who ask, and leaves a subject without any whose version cannot be read', async () => {
    const { schemas, asked } = await reader({
      '/subjects/a/versions/latest': registered('a', 3, 7, { schemaType: 'PROTOBUF' }),
      '/subjects/b/versions/latest': 50001,
    })
    const facts = await schemas.facts({ subjects: ['a', 'b'], deleted: false })
    expect(facts).toEqual([
      { subject: 'a', version: 3, id: 7, type: 'PROTOBUF' },
      { subject: 'b', version: null, id: null, type: null },
    ])
    await schemas.facts({ subjects: ['a'], deleted: false })
    expect(asked.filter(path => path.includes('/a/'))).toHaveLength(1)
  })

  it('tells versions with their ids, deleted ones, and the topic that the name speaks of', async () => {
    const { schemas } = await reader(
      {
        '/subjects/t-value/versions': [2],
        '/subjects/t-value/versions?deleted=true': [2, 1],
        '/subjects/t-value/versions/1': registered('t-value', 1, 4),
        '/subjects/t-value/versions/2': registered('t-value', 2, 9),
        '/config': { compatibilityLevel: 'BACKWARD' },
        '/config/t-value': 40408,
      },
      ['t'],
    )
    expect(await schemas.subject('t-value')).toEqual({
      subject: 't-value',
      isDeleted: false,
      versions: [
        { version: 1, id: 4, isDeleted: true },
        { version: 2, id: 9, isDeleted: false },
      ],
      compatibility: { level: 'BACKWARD', from: 'global' },
      topic: { topic: 't', part: 'value', strategy: 'TopicNameStrategy', exists: true },
    })
  })

  it.each([
    ['own', { '/config/s': { compatibilityLevel: 'FULL' } }, { level: 'FULL', from: 'subject' }],
    ['own, none', { '/config/s': { compatibilityLevel: 'NONE' } }, { level: 'NONE', from: 'subject' }],
    [
      "no level of its own, in Apicurio's words",
      {
        '/config/s': { compatibilityLevel: 'NONE' },
        '/config/s?defaultToGlobal=true': { compatibilityLevel: 'BACKWARD' },
      },
      { level: 'BACKWARD', from: 'global' },
    ],
    [
      'none where the global level is none, too',
      { '/config': { compatibilityLevel: 'NONE' }, '/config/s': { compatibilityLevel: 'NONE' } },
      { level: 'NONE', from: 'unsaid' },
    ],
    ['no level at all', { '/config': 40401 }, { level: 'unknown', from: 'global' }],
  ])('tells whose the compatibility is: %s', async (_case, answers: Answers, expected) => {
    const { schemas } = await reader({
      '/subjects/s/versions': [1],
      '/subjects/s/versions/1': registered('s', 1, 1),
      '/config': { compatibilityLevel: 'BACKWARD' },
      ...answers,
    })
    expect((await schemas.subject('s')).compatibility).toEqual(expected)
  })

  it('reads a schema with what it refers to and what refers to it, and cuts one that is too large to show', async () => {
    const schema = `"${'é'.repeat(1_500_000)}"`
    const { schemas } = await reader({
      '/subjects/a%2Fb/versions': [1],
      '/subjects/a%2Fb/versions/1': registered('a/b', 1, 5, {
        schema,
        references: [{ name: 'n', subject: 'c', version: 2 }],
      }),
      '/subjects/a%2Fb/versions/1/referencedby': [6],
      '/schemas/ids/5/versions': [
        { subject: 'a/b', version: 1 },
        { subject: 'd', version: 3 },
      ],
      '/schemas/ids/6/versions': [{ subject: 'e', version: 1 }],
    })
    const version = await schemas.version('a/b', 1)
    expect(version).toMatchObject({
      id: 5,
      type: 'AVRO',
      isCut: true,
      bytes: 3_000_002,
      references: [{ name: 'n', subject: 'c', version: 2 }],
      referencedBy: [{ subject: 'e', version: 1 }],
      sameSchema: [{ subject: 'd', version: 3 }],
    })
    expect(version.text.length).toBeLessThan(1_100_000)
  })

  it.each([
    [
      'a subject that is not there',
      { '/subjects/s/versions/1': 40401, '/subjects/s/versions': 40401 },
      'subject-unknown',
    ],
    [
      'a version that is not there',
      { '/subjects/s/versions/1': 40402, '/subjects/s/versions': [2] },
      'schema-version-unknown',
    ],
    ['a registry that fails', { '/subjects/s/versions/1': 50001, '/subjects/s/versions': [1] }, 'service-error'],
    ['another program at the address', {}, 'service-refused'],
    [
      'another program that answers',
      { '/subjects/s/versions/1': '<html>', '/subjects/s/versions': '[1]' },
      'service-garbled',
    ],
  ])('says what is wrong: %s', async (_case, answers: Answers, code) => {
    const { schemas } = await reader(answers)
    expect(await codeOf(schemas.version('s', 1))).toBe(code)
  })

  it('says that the profile has no registry, and that one is away', async () => {
    const { schemas } = await reader(null)
    expect(await codeOf(schemas.list({ deleted: false }))).toBe('registry-absent')
    const gone = createSchemaReader({
      registry: { title: 'Schema Registry', url: 'http://127.0.0.1:1' },
      kafka: () => ({}) as Kafka,
      now: Date.now,
    })
    expect(await codeOf(gone.facts({ subjects: ['a'], deleted: false }))).toBe('service-unreachable')
  })
})

describe("a subject's topic", () => {
  const topics = new Set(['a', 'a-b'])
  it.each([
    ['a-key', { topic: 'a', part: 'key', strategy: 'TopicNameStrategy', exists: true }],
    [':.ctx:a-b-value', { topic: 'a-b', part: 'value', strategy: 'TopicNameStrategy', exists: true }],
    ['gone-value', { topic: 'gone', part: 'value', strategy: 'TopicNameStrategy', exists: false }],
    ['a-b-org.x.Rec', { topic: 'a-b', part: null, strategy: 'TopicRecordNameStrategy', exists: true }],
    ['org.x.Rec', null],
    ['a-1x', null],
    ['-value', null],
  ])('of %s is guessed from its name', (subject, use) => {
    expect(guessTopic(subject, topics)).toEqual(use)
  })

  it('is not said to be there or not when Kafka could not be asked', () => {
    expect(guessTopic('a-key', null)).toMatchObject({ topic: 'a', exists: null })
    expect(guessTopic('a-org.x.Rec', null)).toBeNull()
  })
})
