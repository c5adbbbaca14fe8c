/** For tests: batches of records as a producer writes them. */
export interface TestRecord {
  key?: Buffer | null
  value?: Buffer | null
  /** ms; default: the batch's base time. */
  time?: number
  /** Default: one after the other. */
  delta?: number
  headers?: readonly (readonly [string, Buffer | null])[]
}

export interface TestBatch {
  baseOffset?: bigint
  baseTime?: bigint
  maxTime?: bigint
  /** Codec in bits 0 to 2; 8: broker's time; 16: transactional; 32: markers. The records are not packed. */
  attributes?: number
  producerId?: bigint
  records: readonly TestRecord[]
}

export function batchBytes(batch: TestBatch): Buffer {
  const { baseOffset = 0n, baseTime = 0n, maxTime = baseTime, attributes = 0, producerId = -1n, records } = batch
  const deltas = records.map(({ delta }, index) => delta ?? index)
  const body = Buffer.concat(records.map((record, index) => recordBytes(record, deltas[index]!, Number(baseTime))))
  const header = Buffer.alloc(61)
  header.writeBigInt64BE(baseOffset, 0)
  header.writeInt32BE(61 - 12 + body.length, 8)
  header.writeInt8(2, 16)
  header.writeInt16BE(attributes, 21)
  header.writeInt32BE(deltas.at(-1) ?? 0, 23)
  header.writeBigInt64BE(baseTime, 27)
  header.writeBigInt64BE(maxTime, 35)
  header.writeBigInt64BE(producerId, 43)
  header.writeInt32BE(records.length, 57)
  return Buffer.concat([header, body])
}

function recordBytes(
  { key = null, value = null, time, headers = [] }: TestRecord,
  delta: number,
  base: number,
): Buffer {
  const body = Buffer.concat([
    Buffer.from([0]),
    varint((time ?? base) - base),
    varint(delta),
    ...[key, value].map(withLength),
    varint(headers.length),
    ...headers.flatMap(([name, bytes]) => [withLength(Buffer.from(name)), withLength(bytes)]),
  ])
  return Buffer.concat([varint(body.length), body])
}

function withLength(bytes: Buffer | null): Buffer {
  return bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes])
}

/** A zigzag varint of at most 32 bits. */
export function varint(value: number): Buffer {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0
  const bytes: number[] = []
  for (; rest >= 128; rest >>>= 7) bytes.push((rest & 127) | 128)
  return Buffer.from([...bytes, rest])
}
