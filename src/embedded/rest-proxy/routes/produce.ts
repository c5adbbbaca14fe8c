import type { FastifyInstance, FastifyRequest } from '../../lib/http'
import { embeddedFormat } from '../media-types'
import { encoders } from '../produce/formats'
import { produceRequest } from '../produce/request'
import { sendRecords } from '../produce/send'
import { param, partitionParam, type RouteContext } from './context'

/** POST to a topic or to one of its partitions. */
export function produceRoutes(app: FastifyInstance, { kafka, registry }: RouteContext): void {
  const produce = async (request: FastifyRequest, partition?: number) => {
    const format = embeddedFormat(request.headers['content-type'])
    const topic = param(request, 'topic')
    const encoded = await encoders[format](topic, produceRequest(request.body), registry)
    return {
      offsets: await sendRecords(kafka, topic, encoded.records, partition),
      key_schema_id: encoded.keySchemaId,
      value_schema_id: encoded.valueSchemaId,
    }
  }
  // The content type is looked at before the body is read: what is not for us need not be JSON.
  const onRequest = async (request: FastifyRequest) => void embeddedFormat(request.headers['content-type'])
  app.post('/topics/:topic', { onRequest }, request => produce(request))
  app.post('/topics/:topic/partitions/:partition', { onRequest }, request => produce(request, partitionParam(request)))
}
