import { unzigzag, unzigzagLong } from './varint'

/** The bytes are not what the protocol says they are: cut short, a negative length, a null where none may be. */
export class WireError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WireError'
  }
}

const emptyBytes = Buffer.alloc(0)

/** Reads Kafka's primitives from a buffer, in order. Every read past the end throws a WireError. */
export class Reader {
  readonly buffer: Buffer
  position: number
  readonly end: number

  constructor(buffer: Buffer, position = 0, end = buffer.length) {
    this.buffer = buffer
    this.position = position
    this.end = end
  }

  get remaining(): number {
    return this.end - this.position
  }

  int8(): number {
    return this.buffer.readInt8(this.advance(1))
  }

  int16(): number {
    return this.buffer.readInt16BE(this.advance(2))
  }

  int32(): number {
    return this.buffer.readInt32BE(this.advance(4))
  }

  uint16(): number {
    return this.buffer.readUInt16BE(this.advance(2))
  }

  uint32(): number {
    return this.buffer.readUInt32BE(this.advance(4))
  }

  /** As a number: exact up to 2^53, which offsets, times and ids do not reach; beyond it the nearest one. */
  int64(): number {
    const at = this.advance(8)
    return this.buffer.readInt32BE(at) * 0x1_0000_0000 + this.buffer.readUInt32BE(at + 4)
  }

  float64(): number {
    return this.buffer.readDoubleBE(this.advance(8))
  }

  /** Unsigned varint of up to 32 bits. */
  uvarint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer[this.advance(1)]!
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new WireError('varint is longer than 5 bytes')
  }

  /** Zigzag varint of up to 32 bits, as in records. */
  varint(): number {
    return unzigzag(this.uvarint())
  }

  /** Zigzag varint of up to 64 bits, as in records. */
  varlong(): number {
    let low = 0
    let high = 0
    for (let index = 0; index < 10; index++) {
      const byte = this.buffer[this.advance(1)]!
      if (index < 4) low += (byte & 0x7f) * 2 ** (7 * index)
      else high += (byte & 0x7f) * 2 ** (7 * (index - 4))
      if (byte < 0x80) return unzigzagLong(high, low)
    }
    throw new WireError('varlong is longer than 10 bytes')
  }

  /** `length` bytes as a view of the same memory. */
  slice(length: number): Buffer {
    if (length === 0) return emptyBytes
    const from = this.advance(length)
    return this.buffer.subarray(from, from + length)
  }

  text(length: number): string {
    if (length === 0) return ''
    const from = this.advance(length)
    return this.buffer.toString('utf8', from, from + length)
  }

  skip(length: number): void {
    this.advance(length)
  }

  private advance(length: number): number {
    const from = this.position
    if (length < 0) throw new WireError(`negative length ${length} at byte ${from}`)
    if (length > this.end - from) {
      throw new WireError(`${length} bytes wanted at byte ${from}, but only ${this.end - from} are left`)
    }
    this.position = from + length
    return from
  }
}
