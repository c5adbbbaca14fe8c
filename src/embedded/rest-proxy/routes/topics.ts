import type { PartitionMetadata } from 'kafkajs'
import type { FastifyInstance } from '../../lib/http'
import { restError } from '../errors'
import { param, partitionParam, type RouteContext } from './context'

/** `/topics` and `/brokers`: what there is. */
export function topicRoutes(app: FastifyInstance, { kafka }: RouteContext): void {
  const partitionsOf = async (topic: string) => {
    const partitions = await kafka.partitions(topic)
    if (!partitions) throw restError('topicNotFound')
    return partitions.map(shape)
  }

  app.get('/', () => ({}))
  app.get('/topics', () => kafka.topics())
  app.get('/brokers', async () => ({ brokers: await kafka.brokers() }))

  app.get('/topics/:topic', async request => {
    const name = param(request, 'topic')
    const partitions = await partitionsOf(name)
    return { name, configs: await kafka.configs(name), partitions }
  })

  app.get('/topics/:topic/partitions', request => partitionsOf(param(request, 'topic')))

  app.get('/topics/:topic/partitions/:partition', async request => {
    const partition = partitionParam(request)
    const found = (await partitionsOf(param(request, 'topic'))).find(other => other.partition === partition)
    if (!found) throw restError('partitionNotFound')
    return found
  })

  app.get('/topics/:topic/partitions/:partition/offsets', async request => {
    const topic = param(request, 'topic')
    const partition = partitionParam(request)
    if (!(await partitionsOf(topic)).some(other => other.partition === partition)) throw restError('partitionNotFound')
    const offsets = await kafka.offsets(topic, partition)
    if (!offsets) throw restError('partitionNotFound')
    return { beginning_offset: offsets.low, end_offset: offsets.high }
  })
}

function shape({ partitionId, leader, replicas, isr }: PartitionMetadata) {
  return {
    partition: partitionId,
    leader,
    replicas: replicas.map(broker => ({ broker, leader: broker === leader, in_sync: isr.includes(broker) })),
  }
}
