/**
 * The records of `__consumer_offsets`, byte for byte as Kafka has them, so that its tools can read ours and we theirs.
 * https://github.com/apache/kafka, group-coordinator/src/main/resources/common/message
 *
 * A key begins with an int16 that says what it is: 0 and 1 an offset (group, topic, partition), 2 the metadata of a
 * classic group, 3 and up records of newer group kinds, which are kept and not read. A value begins with the version of
 * its layout: we write 3 (1 for an offset with a time of its own to expire at), as Kafka does, and read 0 to 4. A null
 * value is a tombstone. To change a layout, add a version here; old ones stay readable.
 */
import {
  array,
  bytes,
  int32,
  int64,
  nullable,
  since,
  string,
  struct,
  until,
  type Codec,
  type Field,
} from '../../wire/fields'
import { Reader, WireError } from '../../wire/reader'
import { Writer } from '../../wire/writer'

export interface CommittedOffset {
  offset: number
  /** Of the last record that was read; -1 when the client did not say. */
  leaderEpoch: number
  metadata: string
  /** Milliseconds since 1970. */
  commitTimestampMs: number
  /** When the offset ends, from clients that said so (OffsetCommit 2 to 4); -1 is up to the broker. */
  expireTimestampMs: number
}

export interface OffsetPlace {
  group: string
  topic: string
  partition: number
}

export interface MemberSnapshot {
  memberId: string
  instanceId: string | null
  clientId: string
  clientHost: string
  rebalanceTimeoutMs: number
  sessionTimeoutMs: number
  /** The metadata under the chosen protocol. */
  subscription: Buffer
  assignment: Buffer
}

export interface GroupSnapshot {
  protocolType: string
  generation: number
  protocolName: string | null
  leader: string | null
  /** When the group entered its state; -1 from old versions. */
  stateTimestampMs: number
  members: MemberSnapshot[]
}

export type OffsetsRecord =
  | ({ kind: 'offset'; value: CommittedOffset | null } & OffsetPlace)
  | { kind: 'group'; group: string; value: GroupSnapshot | null }
  | { kind: 'other'; keyVersion: number }

const groupKeyVersion = 2
const offsetKeyVersion = 1
const writtenVersion = 3
const versionMax = 4
const flexibleFrom = 4

const offsetKey = compiled(struct({ group: string, topic: string, partition: int32 }))
const groupKey = compiled(struct({ group: string }))

const offsetValue = compiled(
  struct({
    offset: int64,
    leaderEpoch: since(3, int32, -1),
    metadata: string,
    commitTimestampMs: int64,
    /** In version 1 only. */
    expireTimestampMs: until(1, since(1, int64, -1)),
  }),
)

const groupValue = compiled(
  struct({
    protocolType: string,
    generation: int32,
    protocolName: nullable(string),
    leader: nullable(string),
    stateTimestampMs: since(2, int64, -1),
    members: array({
      memberId: string,
      instanceId: since(3, nullable(string)),
      clientId: string,
      clientHost: string,
      rebalanceTimeoutMs: since(1, int32, -1),
      sessionTimeoutMs: int32,
      subscription: bytes,
      assignment: bytes,
    }),
  }),
)

/**
 * Reads one record of the topic.
 *
 * @throws WireError when the bytes are not what their version says, or the version is a newer one
 */
export function readOffsetsRecord(key: Buffer, value: Buffer | null): OffsetsRecord {
  const reader = new Reader(key)
  const keyVersion = reader.int16()
  if (keyVersion === 0 || keyVersion === offsetKeyVersion) {
    const place = offsetKey(keyVersion).read(reader)
    return { kind: 'offset', ...place, value: readValue(value, offsetValue) }
  }
  if (keyVersion === groupKeyVersion) {
    const { group } = groupKey(keyVersion).read(reader)
    return { kind: 'group', group, value: readValue(value, groupValue) }
  }
  return { kind: 'other', keyVersion }
}

export function offsetKeyBytes(place: OffsetPlace): Buffer {
  return versioned(offsetKeyVersion, writer => offsetKey(offsetKeyVersion).write(writer, place))
}

export function offsetValueBytes(value: CommittedOffset): Buffer {
  const version = value.expireTimestampMs === -1 ? writtenVersion : 1
  return versioned(version, writer => offsetValue(version).write(writer, value))
}

export function groupKeyBytes(group: string): Buffer {
  return versioned(groupKeyVersion, writer => groupKey(groupKeyVersion).write(writer, { group }))
}

export function groupValueBytes(value: GroupSnapshot): Buffer {
  return versioned(writtenVersion, writer => groupValue(writtenVersion).write(writer, value))
}

function readValue<R>(value: Buffer | null, message: (version: number) => Codec<R, never>): R | null {
  if (value === null) return null
  const reader = new Reader(value)
  const version = reader.int16()
  if (version < 0 || version > versionMax)
    throw new WireError(`a value of version ${version}; 0 to ${versionMax} are known`)
  return message(version).read(reader)
}

/** The codec of a message by version, made when a version is first met: there are as many records as commits. */
function compiled<R, W>(message: Field<R, W>): (version: number) => Codec<R, W> {
  const codecs: Codec<R, W>[] = []
  return version => (codecs[version] ??= message.compile({ version, flexible: version >= flexibleFrom }))
}

function versioned(version: number, write: (writer: Writer) => void): Buffer {
  const writer = new Writer()
  writer.int16(version)
  write(writer)
  return writer.toBuffer()
}
