import { Reader } from '../../wire/reader'

/** The protocol type of ordinary consumers: the only one whose metadata the coordinator may look into. */
export const consumerProtocolType = 'consumer'

/**
 * The topics of a consumer's subscription. Every version of ConsumerProtocolSubscription begins as version 0 does:
 * int16 version, then an array of strings. Undefined when the bytes are something else.
 */
export function subscribedTopics(metadata: Buffer): string[] | undefined {
  try {
    const reader = new Reader(metadata)
    if (reader.int16() < 0) return undefined
    const count = reader.int32()
    // Each name takes two bytes at least, so a count that cannot be true is refused before it is looped over.
    if (count < 0 || count * 2 > reader.remaining) return undefined
    const topics: string[] = []
    for (let index = 0; index < count; index++) topics.push(reader.text(reader.int16()))
    return topics
  } catch {
    // Some clients put other bytes here under the same protocol type: then we know nothing of their topics.
    return undefined
  }
}
