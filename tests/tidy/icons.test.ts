import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { icns, ico } from '../../scripts/icons/containers.mts'

const folder = 'resources/icons'
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

/** Width and height in a PNG's first chunk. */
function sizeOf(png: Buffer): [number, number] {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

describe('the icons', () => {
  it.each(sizes)('are there with %i pixels', size => {
    expect(sizeOf(readFileSync(`${folder}/${size}x${size}.png`))).toEqual([size, size])
  })

  it.each(['starting', 'ready', 'running', 'paused', 'failed'])('of the tray are there for a run that is %s', state => {
    for (const name of [state, `${state}Template`]) {
      expect(sizeOf(readFileSync(`${folder}/tray/${name}.png`))).toEqual([16, 16])
      expect(sizeOf(readFileSync(`${folder}/tray/${name}@3x.png`))).toEqual([48, 48])
    }
  })

  const picture = (size: number) => ({ size, png: readFileSync(`${folder}/${size}x${size}.png`) })

  it("are in Windows' file as they are", () => {
    const pictures = [16, 24, 32, 48, 64, 128, 256].map(picture)
    const file = readFileSync(`${folder}/icon.ico`)
    expect(file.equals(ico(pictures))).toBe(true)
    expect([file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([1, pictures.length])
    for (const [i, { size }] of pictures.entries()) {
      const entry = file.subarray(6 + 16 * i)
      const [length, offset] = [entry.readUInt32LE(8), entry.readUInt32LE(12)]
      expect(sizeOf(file.subarray(offset, offset + length))).toEqual([size, size])
    }
  })

  it("are in macOS' file as they are", () => {
    const file = readFileSync(`${folder}/icon.icns`)
    expect(file.equals(icns(sizes.map(picture)))).toBe(true)
    expect(file.readUInt32BE(4)).toBe(file.length)
    const types: string[] = []
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      types.push(file.subarray(at, at + 4).toString('latin1'))
      sizeOf(file.subarray(at + 8))
    }
    expect(types.sort()).toEqual(
      ['ic07', 'ic08', 'ic09', 'ic10', 'ic11', 'ic12', 'ic13', 'ic14', 'icp4', 'icp5'].sort(),
    )
  })
})
