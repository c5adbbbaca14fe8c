/** Files that hold one picture in several sizes, as Windows and macOS want them. Both take PNGs as they are. */

export interface Picture {
  /** Width and height, in pixels. */
  size: number
  png: Buffer
}

/** Windows: a header of 6 bytes, an entry of 16 bytes for each picture, and the pictures. A size of 256 is written as 0. */
export function ico(pictures: Picture[]): Buffer {
  const header = Buffer.alloc(6)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = header.length + 16 * pictures.length
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(16)
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4) // colour planes
    entry.writeUInt16LE(32, 6) // bits for each pixel
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)])
}

/** macOS' names for sizes; of those that stand twice one is for screens with two pixels a point. */
const icnsTypes: Record<number, string[]> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

/** macOS: "icns" and the length, then for each picture its type, its length with these 8 bytes, and the picture. */
export function icns(pictures: Picture[]): Buffer {
  const parts = pictures.flatMap(({ size, png }) => (icnsTypes[size] ?? []).map(type => chunk(type, png)))
  return chunk('icns', Buffer.concat(parts))
}

function chunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'ascii')
  head.writeUInt32BE(head.length + body.length, 4)
  return Buffer.concat([head, body])
}
