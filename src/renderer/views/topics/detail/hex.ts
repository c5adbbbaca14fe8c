/** What a byte of a record belongs to. */
export type ByteRole = 'magic' | 'id' | 'data'

export interface HexByte {
  /** Two digits. */
  hex: string
  /** The character when it can be printed, else a middle dot. */
  character: string
  role: ByteRole
}

export interface HexRow {
  /** Place of the first byte, four hexadecimal digits or more. */
  place: string
  bytes: HexByte[]
}

export const bytesPerRow = 8
/** Confluent's frame: a zero byte, then the number of the schema in four bytes. */
const frameLength = 5

/** The rows of a dump. @param isFramed whether the first five bytes are Confluent's frame */
export function hexRows(bytes: Uint8Array, isFramed: boolean): HexRow[] {
  const rows: HexRow[] = []
  for (let start = 0; start < bytes.length; start += bytesPerRow) rows.push(hexRow(bytes, start, isFramed))
  return rows
}

/** One row of a dump, so that only those on the screen need to be made. */
export function hexRow(bytes: Uint8Array, start: number, isFramed: boolean): HexRow {
  const row: HexByte[] = []
  for (let at = start; at < Math.min(start + bytesPerRow, bytes.length); at++) {
    const byte = bytes[at]!
    row.push({
      hex: byte.toString(16).padStart(2, '0'),
      character: byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
      role: !isFramed || at >= frameLength ? 'data' : at === 0 ? 'magic' : 'id',
    })
  }
  return { place: start.toString(16).padStart(4, '0'), bytes: row }
}

/** Base64 to bytes; empty when the text is no base64. */
export function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
