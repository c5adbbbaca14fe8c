/**
 * The records of `__transaction_state`, byte for byte as Kafka has them. A key and a value each begin with an int16, the
 * version of their layout: keys have 0; values are written with 0 and read with 0 and 1. A null value is a tombstone.
 * https://github.com/apache/kafka, transaction-coordinator/src/main/resources/common/message
 */
import { array, int16, int32, int64, int8, nullable, string, struct, tagged } from '../wire/fields'
import { Reader, WireError } from '../wire/reader'
import { Writer } from '../wire/writer'
import { transactionStates, type Transaction } from './transaction'

const keyVersion = 0
const valueVersion = 0
/** The first one with compact lengths and tagged fields. */
const flexibleVersion = 1
const valueVersionMax = 1

const key = struct({ transactionalId: string })
const value = struct({
  producerId: int64,
  previousProducerId: { ...tagged(0, int64, -1), since: 1 },
  nextProducerId: { ...tagged(1, int64, -1), since: 1 },
  epoch: int16,
  timeoutMs: int32,
  state: int8,
  partitions: nullable(array({ topic: string, indexes: array(int32) })),
  updatedMs: int64,
  startMs: int64,
  clientVersion: { ...tagged(2, int16), since: 1 },
})
const keyCodec = key.compile({ version: keyVersion, flexible: false })
const valueCodecs = Array.from({ length: valueVersionMax + 1 }, (_, version) =>
  value.compile({ version, flexible: version >= flexibleVersion }),
)

export function keyBytes(transactionalId: string): Buffer {
  const writer = new Writer()
  writer.int16(keyVersion)
  keyCodec.write(writer, { transactionalId })
  return writer.toBuffer()
}

export function valueBytes(transaction: Transaction): Buffer {
  const { producerId, epoch, timeoutMs, state, partitions, updatedMs, startMs } = transaction
  const writer = new Writer()
  writer.int16(valueVersion)
  valueCodecs[valueVersion]!.write(writer, {
    producerId,
    epoch,
    timeoutMs,
    state: transactionStates.indexOf(state),
    partitions:
      state === 'Empty' ? null : [...partitions].map(([topic, indexes]) => ({ topic, indexes: [...indexes] })),
    updatedMs,
    startMs,
  })
  return writer.toBuffer()
}

/**
 * The transactional id of a record, and what is kept of it: null after a tombstone. Null as a whole for a record that
 * is of a kind of later versions.
 *
 * @throws WireError when the bytes are cut short, or a state is one that there is not
 */
export function readTransaction(
  keyOf: Buffer,
  valueOf: Buffer | null,
): { id: string; transaction: Transaction | null } | null {
  const reader = new Reader(keyOf)
  if (reader.int16() !== keyVersion) return null
  const { transactionalId: id } = keyCodec.read(reader)
  return { id, transaction: valueOf && readValue(id, new Reader(valueOf)) }
}

function readValue(id: string, reader: Reader): Transaction {
  const version = reader.int16()
  const codec = valueCodecs[version]
  if (!codec) throw new WireError(`a transaction is kept in version ${version}; ${valueVersionMax} is the last known`)
  const read = codec.read(reader)
  const state = transactionStates[read.state]
  if (!state) throw new WireError(`a transaction is in state ${read.state}, which there is not`)
  return {
    id,
    producerId: read.producerId,
    epoch: read.epoch,
    previousProducerId: read.previousProducerId,
    previousEpoch: -1,
    timeoutMs: read.timeoutMs,
    state,
    partitions: new Map((read.partitions ?? []).map(({ topic, indexes }) => [topic, new Set(indexes)])),
    updatedMs: read.updatedMs,
    startMs: read.startMs,
  }
}
