/** The bytes are not what the protocol says they are: cut short, or a length that cannot be. */
export class WireError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WireError'
  }
}

/** Reads Kafka's primitives from a buffer, in order. Every read past the end throws a WireError. */
export class WireReader {
  readonly buffer: Buffer
  position: number

  constructor(buffer: Buffer, position = 0) {
    this.buffer = buffer
    this.position = position
  }

  get remaining(): number {
    return this.buffer.length - this.position
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

  int64(): bigint {
    return this.buffer.readBigInt64BE(this.advance(8))
  }

  boolean(): boolean {
    return this.int8() !== 0
  }

  /** A signed varint of at most 32 bits, as records have them for lengths. */
  varint(): number {
    const { buffer } = this
    const only = buffer[this.position]!
    if (only < 0x80) {
      this.position++
      return (only >>> 1) ^ -(only & 1)
    }
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = buffer[this.advance(1)]!
      value |= (byte & 0x7f) << shift
      if ((byte & 0x80) === 0) return (value >>> 1) ^ -(value & 1)
    }
    throw new WireError(`a varint at ${this.position} is longer than five bytes`)
  }

  /** A signed varint of at most 64 bits, as a number: exact up to 2^53. */
  varlong(): number {
    const start = this.position
    // Nearly all are small, and small ones are cheap.
    let small = 0
    let factor = 1
    for (let count = 0; count < 7; count++) {
      const byte = this.buffer[this.advance(1)]!
      small += (byte & 0x7f) * factor
      factor *= 128
      if ((byte & 0x80) === 0) return small % 2 === 0 ? small / 2 : -(small + 1) / 2
    }
    this.position = start
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer[this.advance(1)]!
      value |= BigInt(byte & 0x7f) << shift
      if ((byte & 0x80) === 0) return Number(BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n)))
    }
    throw new WireError(`a varint at ${start} is longer than ten bytes`)
  }

  /** Goes on at another place. */
  seek(position: number): void {
    if (!(position >= this.position && position <= this.buffer.length)) {
      throw new WireError(`the place ${position} is wanted at ${this.position}, ${this.remaining} bytes are left`)
    }
    this.position = position
  }

  nullableString(): string | null {
    const length = this.int16()
    return length < 0 ? null : this.slice(length).toString('utf8')
  }

  string(): string {
    const text = this.nullableString()
    if (text === null) throw new WireError('a string that must be there is null')
    return text
  }

  /** Bytes with an int32 length in front; shares memory with the buffer. */
  bytes(): Buffer | null {
    const length = this.int32()
    return length < 0 ? null : this.slice(length)
  }

  /** Bytes with a varint length in front; shares memory with the buffer. */
  varbytes(): Buffer | null {
    const length = this.varint()
    return length < 0 ? null : this.slice(length)
  }

  /** An array with an int32 count in front; null counts as empty. */
  array<T>(read: () => T): T[] {
    const count = this.int32()
    if (count > this.remaining) throw new WireError(`an array says ${count} items, ${this.remaining} bytes are left`)
    const items: T[] = []
    for (let index = 0; index < count; index++) items.push(read())
    return items
  }

  slice(length: number): Buffer {
    const start = this.advance(length)
    return this.buffer.subarray(start, start + length)
  }

  private advance(length: number): number {
    const start = this.position
    if (length < 0 || start + length > this.buffer.length) {
      throw new WireError(`${length} bytes are wanted at ${start}, ${this.remaining} are left`)
    }
    this.position = start + length
    return start
  }
}

/** Writes Kafka's primitives, in order. */
export class WireWriter {
  private buffer = Buffer.allocUnsafe(512)
  private length = 0

  int8(value: number): this {
    const at = this.reserve(1)
    this.buffer.writeInt8(value, at)
    return this
  }

  int16(value: number): this {
    const at = this.reserve(2)
    this.buffer.writeInt16BE(value, at)
    return this
  }

  int32(value: number): this {
    const at = this.reserve(4)
    this.buffer.writeInt32BE(value, at)
    return this
  }

  int64(value: bigint): this {
    const at = this.reserve(8)
    this.buffer.writeBigInt64BE(value, at)
    return this
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0)
  }

  string(text: string): this {
    const length = Buffer.byteLength(text)
    this.int16(length)
    const at = this.reserve(length)
    this.buffer.write(text, at, 'utf8')
    return this
  }

  bytes(bytes: Buffer): this {
    this.int32(bytes.length)
    const at = this.reserve(bytes.length)
    bytes.copy(this.buffer, at)
    return this
  }

  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length)
    for (const item of items) write(item)
    return this
  }

  nullableArray<T>(items: readonly T[] | null, write: (item: T) => void): this {
    return items === null ? this.int32(-1) : this.array(items, write)
  }

  /** What was written; shares memory with the writer, which must not be used any more. */
  done(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  private reserve(length: number): number {
    const at = this.length
    this.length += length
    if (this.length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.length, this.buffer.length * 2))
      this.buffer.copy(larger, 0, 0, at)
      this.buffer = larger
    }
    return at
  }
}
