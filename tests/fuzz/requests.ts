import type { TypedApi } from '../../src/embedded/kafka/apis/api'
import { apis } from '../../src/embedded/kafka/apis'
import { produce } from '../../src/embedded/kafka/apis/00-produce'
import { struct, type Shape, type WriteOf } from '../../src/embedded/kafka/wire/fields'
import { writeRequestHeader, type RequestHeader } from '../../src/embedded/kafka/wire/frame'
import { buildBatch } from '../../src/embedded/kafka/wire/record-batch'
import { checksum } from '../../src/embedded/kafka/wire/crc'
import { Writer } from '../../src/embedded/kafka/wire/writer'
import { InventingReader } from './inventing-reader'
import type { Random } from '../support/random'

/** A request as it is sent, with what it is, for whoever has to find out what it did. */
export interface FuzzRequest {
  what: string
  bytes: Buffer
  apiKey: number
}

/** The topic that requests may name: one letter, so that invented names find it. */
export const fuzzedTopic = 'f'

/** Makes one request after the other, each of them not as it should be. */
export function requests(random: Random): () => FuzzRequest {
  const kinds = [invented, invented, flipped, flipped, cut, grown, garbage, misheaded, badBatch, badBatch]
  return () => random.pick(kinds)(random)
}

/** The right form, values of no sense. */
function invented(random: Random): FuzzRequest {
  const api = random.pick(apis) as TypedApi<Shape, Shape>
  const [first, last] = api.versions
  const version = first + random.below(last - first + 1)
  const header = {
    apiKey: api.key,
    apiVersion: version,
    correlationId: random.below(2 ** 31),
    clientId: random.pick([null, '', 'fuzz']),
  }
  const bytes = framed(header, api.isFlexible(version), body(random, api, version))
  return { what: `${api.name} ${version} invented`, apiKey: api.key, bytes }
}

function body(random: Random, api: TypedApi<Shape, Shape>, version: number): Buffer {
  const reader = new InventingReader(random)
  try {
    struct(api.definition.request)
      .compile({ version, flexible: api.isFlexible(version) })
      .read(reader)
  } catch {
    // A null where there may be none, or a tag with another length than it says: what was made up until then is sent.
  }
  return reader.invented
}

function flipped(random: Random): FuzzRequest {
  const { what, apiKey, bytes } = invented(random)
  for (let i = 0, count = 1 + random.below(4); i < count; i++) {
    // Behind the size, or the frame would only be waited for.
    const at = 4 + random.below(bytes.length - 4)
    bytes[at] = bytes[at]! ^ (1 << random.below(8))
  }
  return { what: `${what}, bits flipped`, apiKey, bytes }
}

function cut(random: Random): FuzzRequest {
  const { what, apiKey, bytes } = invented(random)
  const shorter = Buffer.from(bytes.subarray(0, 4 + random.below(bytes.length - 4)))
  shorter.writeInt32BE(shorter.length - 4, 0)
  return { what: `${what}, cut`, apiKey, bytes: shorter }
}

function grown(random: Random): FuzzRequest {
  const { what, apiKey, bytes } = invented(random)
  const longer = Buffer.concat([bytes, random.bytes(1 + random.below(40))])
  longer.writeInt32BE(longer.length - 4, 0)
  return { what: `${what}, with more behind it`, apiKey, bytes: longer }
}

function garbage(random: Random): FuzzRequest {
  const bytes = random.bytes(4 + random.below(200))
  // A size that fits, or one that is refused at once: others would only be waited for.
  bytes.writeInt32BE(
    random.chance(0.5) ? bytes.length - 4 : random.pick([-1, -0x8000_0000, 0x7fff_ffff, 0x0640_0001]),
    0,
  )
  return { what: 'garbage', apiKey: bytes.length >= 6 ? bytes.readInt16BE(4) : -1, bytes }
}

/** A key or a version that there is not. */
function misheaded(random: Random): FuzzRequest {
  const api = random.pick(apis)
  const apiKey = random.chance(0.5) ? api.key : random.pick([-1, 4, 5, 6, 7, 40, 58, 62, 67, 70, 90, 999, 0x7fff])
  const apiVersion = random.pick([-1, -0x8000, 99, 0x7fff, random.below(20)])
  const bytes = Buffer.concat([Buffer.alloc(4), random.bytes(8 + random.below(60))])
  bytes.writeInt32BE(bytes.length - 4, 0)
  bytes.writeInt16BE(apiKey, 4)
  bytes.writeInt16BE(apiVersion, 6)
  return { what: `API ${apiKey} version ${apiVersion}`, apiKey, bytes }
}

/** Produce with a batch whose header, records or checksum lie. */
function badBatch(random: Random): FuzzRequest {
  const records = Array.from({ length: 1 + random.below(3) }, () => ({
    timestamp: 0,
    key: null,
    value: random.bytes(random.below(50)),
  }))
  const batch = Buffer.from(buildBatch(records))
  for (let i = 0, count = 1 + random.below(3); i < count; i++) {
    const at = random.chance(0.7) ? random.below(61) : random.below(batch.length)
    batch[at] = random.pick([0, 0xff, 0x7f, 0x80, random.below(256)])
  }
  // With a right checksum the lie is only found by whoever looks at what it says.
  if (random.chance(0.7) && batch.length > 21) batch.writeUInt32BE(checksum(batch.subarray(21)), 17)
  const length = random.chance(0.8) ? batch.length : random.below(batch.length)
  const version = 3 + random.below(produce.versions[1] - 2)
  const topics = [
    { name: fuzzedTopic, partitions: [{ index: random.below(3) - 1, records: batch.subarray(0, length) }] },
  ]
  const request = { transactionalId: null, acks: random.pick([1, -1]), timeoutMs: 1_000, topics }
  return {
    what: `Produce ${version} with a bad batch`,
    apiKey: produce.key,
    bytes: requestBytes(produce, version, request, random.below(2 ** 31)),
  }
}

/** A request as it should be. */
export function requestBytes<Q extends Shape, S extends Shape>(
  api: TypedApi<Q, S>,
  version: number,
  request: WriteOf<Q>,
  correlationId: number,
): Buffer {
  const flexible = api.isFlexible(version)
  const writer = new Writer()
  struct(api.definition.request).compile({ version, flexible }).write(writer, request)
  return framed({ apiKey: api.key, apiVersion: version, correlationId, clientId: 'fuzz' }, flexible, writer.toBuffer())
}

function framed(header: RequestHeader, flexible: boolean, message: Buffer): Buffer {
  const writer = new Writer()
  writer.int32(0)
  writeRequestHeader(writer, header, flexible)
  writer.bytes(message)
  const bytes = Buffer.from(writer.toBuffer())
  bytes.writeInt32BE(bytes.length - 4, 0)
  return bytes
}
