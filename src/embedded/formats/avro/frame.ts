/** The first byte of every framed key or value. */
const magic = 0

/** Magic byte and schema id. */
export const frameBytes = 5

/** Not in the registry's wire format. */
export class FrameError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FrameError'
  }
}

/** A frame's schema id, and its body without a copy. */
export interface Frame {
  id: number
  body: Buffer
}

/**
 * The registry's wire format: byte 0, the schema id as int32 big-endian, then the encoded value.
 *
 * @throws FrameError unknown magic byte
 */
export function frameOf(buffer: Buffer): Frame {
  if (buffer.length < frameBytes)
    throw new FrameError(`Unknown magic byte: ${buffer.length} bytes are too few for a schema id.`)
  if (buffer[0] !== magic) throw new FrameError(`Unknown magic byte: the first byte is ${buffer[0]}, not 0.`)
  return { id: buffer.readInt32BE(1), body: buffer.subarray(frameBytes) }
}

/** Puts magic byte and schema id before the encoded value. */
export function frame(id: number, body: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(frameBytes + body.length)
  framed[0] = magic
  framed.writeInt32BE(id, 1)
  body.copy(framed, frameBytes)
  return framed
}
