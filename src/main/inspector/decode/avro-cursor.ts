/** Reads Avro's binary encoding in order. Every read past the end throws. */
export interface AvroCursor {
  byte(): number
  /** An int or long, in all its digits. */
  long(): string
  longValue(): bigint
  /** A length or an index: not negative, and not beyond what numbers hold. */
  length(): number
  /** Shares memory with the value. */
  bytes(length: number): Buffer
  float(): number
  double(): number
  /** The number of items that follow; 0 ends an array or map. */
  block(): number
  /** Around each value that holds others. */
  enter(): void
  leave(): void
  remaining(): number
}

/** The largest value that seven bytes of a varint hold is below 2^49, which a number holds exactly. */
const smallBytes = 7

export function avroCursor(buffer: Buffer, limits: { depthMax: number; itemsMax: number }): AvroCursor {
  let position = 0
  let depth = 0
  let items = 0

  const advance = (length: number): number => {
    if (!(length <= buffer.length - position)) {
      throw new Error(`${length} bytes are wanted at ${position}, ${buffer.length - position} are left`)
    }
    const start = position
    position += length
    return start
  }
  /** A zigzag varint: a number while it is small. */
  const varint = (): number | bigint => {
    const start = position
    let value = 0
    let factor = 1
    for (let count = 0; count < smallBytes; count++) {
      const byte = buffer[advance(1)]!
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
      factor *= 128
    }
    position = start
    let large = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = buffer[advance(1)]!
      large |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, (large >> 1n) ^ -(large & 1n))
    }
    throw new Error(`a number at ${start} is longer than ten bytes`)
  }

  return {
    byte: () => buffer[advance(1)]!,
    long: () => String(varint()),
    longValue: () => BigInt(varint()),
    length() {
      const value = Number(varint())
      if (value < 0) throw new Error(`a length of ${value} at ${position}`)
      return value
    },
    bytes(length) {
      const start = advance(length)
      return buffer.subarray(start, start + length)
    },
    float: () => buffer.readFloatLE(advance(4)),
    double: () => buffer.readDoubleLE(advance(8)),
    block() {
      let count = Number(varint())
      if (count < 0) {
        // A negative count says that the block's size in bytes follows.
        count = -count
        varint()
      }
      items += count
      if (items > limits.itemsMax) throw new Error(`it has more than ${limits.itemsMax} items`)
      return count
    },
    enter() {
      if (++depth > limits.depthMax) throw new Error(`it is nested more than ${limits.depthMax} deep`)
    },
    leave() {
      depth--
    },
    remaining: () => buffer.length - position,
  }
}
