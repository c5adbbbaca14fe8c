import { dirname } from 'node:path'
import type { Topic } from '../topics'
import { array, boolean, int16, int32, int64, nullable, since, string } from '../wire/fields'
import { api } from './api'

/** The size of the volume is not looked up. */
const unknownBytes = -1

/**
 * DescribeLogDirs, versions 0 to 4. https://kafka.apache.org/protocol#The_Messages_DescribeLogDirs
 *
 * - One directory. Null topics means all; what is asked for and is not there is left out.
 * - Not done: total and usable bytes of the volume (version 4, KIP-827) are unknown, -1.
 */
export const describeLogDirs = api({
  key: 35,
  name: 'DescribeLogDirs',
  versions: [0, 4],
  flexible: 2,
  request: { topics: nullable(array({ name: string, partitions: array(int32) })) },
  response: {
    throttleMs: int32,
    error: since(3, int16),
    results: array({
      error: int16,
      directory: string,
      topics: array({
        name: string,
        partitions: array({ index: int32, sizeBytes: int64, offsetLag: int64, isFuture: boolean }),
      }),
      totalBytes: since(4, int64, unknownBytes),
      usableBytes: since(4, int64, unknownBytes),
    }),
  },
  handle({ topics: asked }, { broker }) {
    const all = [...broker.topics.all()]
    // The offsets topic is always there, so there is always one to tell the directory by.
    const directory = dirname(all[0]?.directory ?? '')
    const topics =
      asked === null
        ? all.map(topic => sizesOf(topic))
        : asked.flatMap(({ name, partitions }) => {
            const topic = broker.topics.get(name)
            return topic ? [sizesOf(topic, new Set(partitions))] : []
          })
    return { throttleMs: 0, error: 0, results: [{ error: 0, directory, topics }] }
  },
})

function sizesOf({ name, partitions }: Topic, only?: ReadonlySet<number>) {
  return {
    name,
    partitions: partitions
      .filter(({ index }) => only?.has(index) ?? true)
      .map(({ index, sizeBytes }) => ({ index, sizeBytes, offsetLag: 0, isFuture: false })),
  }
}
