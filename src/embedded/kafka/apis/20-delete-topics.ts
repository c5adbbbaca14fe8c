import type { Topic } from '../topics'
import { errors } from '../wire/errors'
import { array, int16, int32, nullable, since, string, until, uuid } from '../wire/fields'
import { api, type HandlerContext } from './api'

/**
 * DeleteTopics, versions 0 to 6; from version 6 on (KIP-516) by name or by id.
 *
 * - Internal topics may be deleted, as in Kafka; what is needed of them is made anew.
 */
export const deleteTopics = api({
  key: 20,
  name: 'DeleteTopics',
  versions: [0, 6],
  flexible: 4,
  request: {
    topics: since(6, array({ name: nullable(string), id: uuid })),
    names: until(5, array(string)),
    timeoutMs: int32,
  },
  response: {
    throttleMs: since(1, int32),
    topics: array({
      name: nullable(string, 6),
      id: since(6, uuid),
      error: int16,
      message: since(5, nullable(string)),
    }),
  },
  async handle({ topics, names }, context) {
    const { broker } = context
    const byName = names.map(name => deleteOne(broker.topics.get(name), { name, id: '' }, context))
    const byEither = topics.map(asked =>
      asked.name === null
        ? deleteOne(broker.topics.byId(asked.id), asked, context)
        : deleteOne(broker.topics.get(asked.name), { ...asked, name: asked.name }, context),
    )
    await broker.topics.durable()
    return { topics: [...byName, ...byEither] }
  },
})

function deleteOne(
  topic: Topic | undefined,
  asked: { name: string | null; id: string },
  { broker, log }: Pick<HandlerContext, 'broker' | 'log'>,
) {
  if (!topic) {
    if (asked.name !== null) return { name: asked.name, error: errors.unknownTopicOrPartition, message: null }
    return { name: null, id: asked.id, error: errors.unknownTopicId, message: null }
  }
  broker.topics.delete(topic)
  log.info({ topic: topic.name }, 'a topic was deleted')
  return { name: topic.name, id: topic.id, error: errors.none, message: null }
}
