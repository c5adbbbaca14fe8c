import { Reader } from '../../src/embedded/kafka/wire/reader'
import { Writer } from '../../src/embedded/kafka/wire/writer'
import type { Random } from '../support/random'

/** Numbers at which programs fall, beside small ones. */
const edges = [-1, -2, 0x7fff_ffff, -0x8000_0000, 0x7fff, -0x8000, 0x4000_0000]
/** An invented message has about so many values at most; after that lengths are 0. */
const valuesMax = 300

/**
 * A reader that makes up what is read and keeps the bytes that would have said so: the codec of a message, reading from
 * it, writes a message of the right form with values of no sense. So every API is tried without knowing any.
 */
export class InventingReader extends Reader {
  readonly #random: Random
  readonly #writer = new Writer()
  #values = 0

  constructor(random: Random) {
    super(Buffer.alloc(0))
    this.#random = random
  }

  /** The message that was read. */
  get invented(): Buffer {
    return this.#writer.toBuffer()
  }

  /** Lengths are held against what is left. */
  override get remaining(): number {
    return 1_000
  }

  override int8(): number {
    const value = this.#random.below(3) - 1
    this.#writer.int8(value)
    return value
  }

  override int16(): number {
    const value = this.#small()
    this.#writer.int16(value)
    return value
  }

  override uint16(): number {
    const value = Math.abs(this.#small())
    this.#writer.int16(value)
    return value
  }

  override int32(): number {
    // A length may be behind it: an edge there would have to be followed by as much.
    const value = this.#small()
    this.#writer.int32(value)
    return value
  }

  override uint32(): number {
    const value = Math.abs(this.#small())
    this.#writer.int32(value)
    return value
  }

  override int64(): number {
    const value = this.#random.chance(0.3) ? this.#random.pick(edges) : this.#small()
    this.#writer.int64(value)
    return value
  }

  override float64(): number {
    const value = this.#random.pick([0, 1, -1, NaN, Infinity, 1e300])
    this.#writer.float64(value)
    return value
  }

  override uvarint(): number {
    const value = Math.max(0, this.#small())
    this.#writer.uvarint(value)
    return value
  }

  override slice(length: number): Buffer {
    const bytes = this.#random.bytes(Math.max(0, length))
    this.#writer.bytes(bytes)
    return bytes
  }

  /** Now and then the name of something that is there. */
  override text(length: number): string {
    const text = length === 1 && this.#random.chance(0.8) ? 'f' : this.#random.bytes(length).toString('latin1')
    const bytes = Buffer.from(text, 'latin1')
    this.#writer.bytes(bytes)
    return text
  }

  override skip(length: number): void {
    this.slice(length)
  }

  #small(): number {
    if (++this.#values > valuesMax) return 0
    return this.#random.pick([0, 0, 1, 1, 1, 2, 3, -1])
  }
}
