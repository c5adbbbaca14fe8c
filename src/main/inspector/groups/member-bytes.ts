/** What a member of a consumer group owns. */
export interface OwnedPartitions {
  topic: string
  partitions: number[]
}

/** More names or partitions than this are no honest answer of a member. */
const itemsMax = 1_000_000

/**
 * The topics that a member has asked for, from its subscription (ConsumerProtocolSubscription of the Kafka protocol);
 * null when the bytes are not that.
 */
export function readSubscription(bytes: Buffer): string[] | null {
  return attempt(bytes, reader => {
    reader.version()
    return reader.list(() => reader.text())
  })
}

/**
 * What a member owns, from its assignment (ConsumerProtocolAssignment). A member to which nothing was given yet has no
 * bytes at all.
 */
export function readAssignment(bytes: Buffer): OwnedPartitions[] | null {
  if (bytes.length === 0) return []
  return attempt(bytes, reader => {
    reader.version()
    return reader.list(() => ({ topic: reader.text(), partitions: reader.list(() => reader.int32()) }))
  })
}

type Reader = ReturnType<typeof readerOf>

function attempt<T>(bytes: Buffer, read: (reader: Reader) => T): T | null {
  try {
    return read(readerOf(bytes))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** @throws RangeError when the bytes end too early, here and in all it reads */
function readerOf(bytes: Buffer) {
  let at = 0
  const take = (size: number): number => {
    if (size < 0 || at + size > bytes.length) throw new RangeError('the bytes end too early')
    at += size
    return at - size
  }
  const int32 = () => bytes.readInt32BE(take(4))
  return {
    int32,
    version() {
      if (bytes.readInt16BE(take(2)) < 0) throw new RangeError('not a version')
    },
    text() {
      const size = bytes.readInt16BE(take(2))
      const from = take(size)
      return bytes.toString('utf8', from, from + size)
    },
    list<T>(item: () => T): T[] {
      const length = int32()
      if (length > itemsMax) throw new RangeError('too many')
      const items: T[] = []
      for (let i = 0; i < length; i++) items.push(item())
      return items
    },
  }
}
