import { stringifyJson } from '../../formats/json'
import type { FastifyInstance, FastifyRequest } from '../../lib/http'
import { partitionList, offsetList } from '../consumers/bodies'
import { instanceConfig } from '../consumers/config'
import { decodeRecord } from '../consumers/decode'
import type { Instance } from '../consumers/instance'
import { committedOffsets } from '../consumers/offsets'
import { restError } from '../errors'
import { checkAcceptRecords, embeddedType, isKafkaJson } from '../media-types'
import { param, type RouteContext } from './context'

/** Bytes of keys and values in one answer when the client does not say. */
const readBytesDefault = 64 * 1024 * 1024

/** `/consumers`: instances, and what they read. */
export function consumerRoutes(app: FastifyInstance, context: RouteContext): void {
  const { instances, kafka, registry } = context
  const at = '/consumers/:group/instances/:instance'
  const instance = (request: FastifyRequest) => instances.get(param(request, 'group'), param(request, 'instance'))

  app.post('/consumers/:group', { onRequest: checkType }, request => {
    const group = param(request, 'group')
    const name = instances.create(group, instanceConfig(request.body))
    const path = `/consumers/${encodeURIComponent(group)}/instances/${encodeURIComponent(name)}`
    return { instance_id: name, base_uri: `http://${request.headers.host ?? 'localhost'}${path}` }
  })

  app.delete(at, async (request, reply) => {
    await instances.remove(param(request, 'group'), param(request, 'instance'))
    return reply.code(204).send()
  })

  app.get(`${at}/records`, async (request, reply) => {
    const from = instance(request)
    const { format, requestMs } = from.config
    checkAcceptRecords(request.headers.accept, format)
    const ms = Math.min(numberOf(request, 'timeout') ?? requestMs, requestMs)
    const records = await from.records(ms, numberOf(request, 'max_bytes') ?? readBytesDefault)
    const decoded = []
    for (const record of records) decoded.push(await decodeRecord(record, format, registry))
    return reply.type(embeddedType(format)).send(stringifyJson(decoded))
  })

  app.post(`${at}/offsets`, async request => {
    const offsets = request.body === undefined ? undefined : offsetList(request.body)
    // The client says what it has consumed; what is stored is the next one.
    await instance(request).commit(offsets?.map(offset => ({ ...offset, offset: offset.offset + 1 })))
    return {}
  })

  app.get(`${at}/offsets`, async request => {
    const { group } = instance(request)
    const offsets = await committedOffsets(await kafka.admin(), group, partitionList(request.body))
    return { offsets: offsets.filter(({ offset }) => offset >= 0) }
  })

  subscriptionRoutes(app, at, instance)
  assignmentRoutes(app, at, instance)
  positionRoutes(app, at, instance, context)
}

type Find = (request: FastifyRequest) => Instance

function subscriptionRoutes(app: FastifyInstance, at: string, instance: Find): void {
  app.post(`${at}/subscription`, { onRequest: checkType }, async (request, reply) => {
    const { topics, topic_pattern: pattern } = (request.body ?? {}) as { topics?: unknown; topic_pattern?: unknown }
    const target = instance(request)
    if (target.reading().kind !== 'none') throw restError('alreadySubscribed')
    if (Array.isArray(topics) && topics.every((topic): topic is string => typeof topic === 'string')) {
      await target.read({ kind: 'topics', topics })
    } else if (typeof pattern === 'string') {
      await target.read({ kind: 'pattern', pattern: expression(pattern) })
    } else throw restError('unprocessable', 'topics or topic_pattern may not be null')
    return reply.code(204).send()
  })

  app.get(`${at}/subscription`, request => {
    const target = instance(request)
    const reading = target.reading()
    if (reading.kind === 'topics') return { topics: reading.topics }
    return { topics: reading.kind === 'pattern' ? [...new Set(target.assigned().map(({ topic }) => topic))] : [] }
  })

  app.delete(`${at}/subscription`, async (request, reply) => {
    await instance(request).read({ kind: 'none' })
    return reply.code(204).send()
  })
}

function assignmentRoutes(app: FastifyInstance, at: string, instance: Find): void {
  app.post(`${at}/assignments`, { onRequest: checkType }, async (request, reply) => {
    const partitions = partitionList(request.body)
    const target = instance(request)
    if (target.reading().kind === 'topics' || target.reading().kind === 'pattern') throw restError('alreadySubscribed')
    await target.read({ kind: 'partitions', partitions })
    return reply.code(204).send()
  })

  app.get(`${at}/assignments`, request => ({ partitions: instance(request).assigned() }))
}

function positionRoutes(app: FastifyInstance, at: string, instance: Find, { kafka }: RouteContext): void {
  app.post(`${at}/positions`, { onRequest: checkType }, (request, reply) => {
    instance(request).seek(offsetList(request.body))
    return reply.code(204).send()
  })

  for (const end of ['beginning', 'end'] as const) {
    app.post(`${at}/positions/${end}`, { onRequest: checkType }, async (request, reply) => {
      const target = instance(request)
      const offsets = await Promise.all(
        partitionList(request.body).map(async ({ topic, partition }) => {
          const bounds = (await kafka.partitions(topic)) ? await kafka.offsets(topic, partition) : null
          if (!bounds) throw restError('partitionNotFound')
          return { topic, partition, offset: end === 'beginning' ? bounds.low : bounds.high }
        }),
      )
      target.seek(offsets)
      return reply.code(204).send()
    })
  }
}

async function checkType(request: FastifyRequest): Promise<void> {
  const type = request.headers['content-type']
  if (type !== undefined && !isKafkaJson(type)) throw restError('unsupportedMediaType', type)
}

function expression(pattern: string): RegExp {
  try {
    // Java's matches() is about the whole name.
    return new RegExp(`^(?:${pattern})$`)
  } catch (error) {
    throw restError('unprocessable', `topic_pattern: ${(error as Error).message}`)
  }
}

function numberOf(request: FastifyRequest, name: string): number | undefined {
  const text = (request.query as Record<string, string | undefined>)[name]
  if (text === undefined) return undefined
  if (!/^-?\d+$/.test(text)) throw restError('malformed', `${name} is a whole number, not ${text}`)
  return Number(text) < 0 ? undefined : Number(text)
}
