import { halves, zigzag, zigzagLong } from './varint'

const sizeAtFirst = 256

/**
 * Writes Kafka's primitives. Small values are copied into one growing buffer; `reference` adds bytes of any size
 * without copying them, so record batches go from file to socket as they are.
 */
export class Writer {
  private buffer: Buffer
  /** Where the next byte goes in `buffer`. */
  private position = 0
  /** Where the bytes that are not yet in `chunks` begin in `buffer`. */
  private begin = 0
  private readonly chunks: Buffer[] = []
  private chunkBytes = 0

  constructor(size = sizeAtFirst) {
    this.buffer = Buffer.allocUnsafe(size)
  }

  /** Bytes written so far. */
  get length(): number {
    return this.chunkBytes + this.position - this.begin
  }

  int8(value: number): void {
    const at = this.reserve(1)
    this.buffer.writeInt8(value, at)
  }

  int16(value: number): void {
    const at = this.reserve(2)
    this.buffer.writeInt16BE(value, at)
  }

  int32(value: number): void {
    const at = this.reserve(4)
    this.buffer.writeInt32BE(value, at)
  }

  uint16(value: number): void {
    const at = this.reserve(2)
    this.buffer.writeUInt16BE(value, at)
  }

  uint32(value: number): void {
    const at = this.reserve(4)
    this.buffer.writeUInt32BE(value, at)
  }

  int64(value: number): void {
    const at = this.reserve(8)
    const { high, low } = halves(value)
    this.buffer.writeInt32BE(high, at)
    this.buffer.writeUInt32BE(low, at + 4)
  }

  float64(value: number): void {
    const at = this.reserve(8)
    this.buffer.writeDoubleBE(value, at)
  }

  uvarint(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.byte((rest % 128) | 128)
      rest = Math.floor(rest / 128)
    }
    this.byte(rest)
  }

  varint(value: number): void {
    this.uvarint(zigzag(value))
  }

  varlong(value: number): void {
    this.uvarint(zigzagLong(value))
  }

  /** Copies `bytes`. */
  bytes(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length)
    this.buffer.set(bytes, at)
  }

  /** UTF-8 of `text`, without a length. */
  text(text: string, byteLength = Buffer.byteLength(text)): void {
    const at = this.reserve(byteLength)
    this.buffer.write(text, at, byteLength, 'utf8')
  }

  /** Adds `bytes` without copying: they must not change until the frame has been sent. */
  reference(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.seal()
    this.chunks.push(bytes)
    this.chunkBytes += bytes.length
  }

  /** All that was written, in order. The writer may be used on; later bytes are not in what was returned. */
  pieces(): Buffer[] {
    this.seal()
    return this.chunks
  }

  /** All that was written as one buffer; copies only when there are several pieces. */
  toBuffer(): Buffer {
    const pieces = this.pieces()
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
  }

  /** An empty writer for a part whose length must be known before it is written. */
  fork(): Writer {
    return new Writer(64)
  }

  private seal(): void {
    if (this.position === this.begin) return
    this.chunks.push(this.buffer.subarray(this.begin, this.position))
    this.chunkBytes += this.position - this.begin
    this.begin = this.position
  }

  private byte(value: number): void {
    const at = this.reserve(1)
    this.buffer[at] = value
  }

  /** Makes room and returns where it begins. May put a larger buffer in place: read `this.buffer` only afterwards. */
  private reserve(length: number): number {
    const at = this.position
    if (at + length > this.buffer.length) return this.grow(length)
    this.position = at + length
    return at
  }

  private grow(length: number): number {
    const pending = this.position - this.begin
    const larger = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, pending + length))
    this.buffer.copy(larger, 0, this.begin, this.position)
    this.buffer = larger
    this.begin = 0
    this.position = pending + length
    return pending
  }
}
