import { expect, it } from 'vitest'
import { bytesOf, hexRows } from './hex'

const drawn = (bytes: number[], isFramed = false) =>
  hexRows(Uint8Array.from(bytes), isFramed).map(
    ({ place, bytes: row }) =>
      `${place}  ${row.map(({ hex }) => hex).join(' ')}  ${row.map(b => b.character).join('')}`,
  )

it('shows bytes as digits and characters, eight in a row', () => {
  expect(drawn([0, 0, 0, 0, 7, 0xd0, 0x85, 0x05, 0x0e, 0x42, 0x65, 0x6c, 0x7f])).toEqual([
    '0000  00 00 00 00 07 d0 85 05  ········',
    '0008  0e 42 65 6c 7f  ·Bel·',
  ])
  expect(drawn([])).toEqual([])
})

it('marks the frame only where there is one', () => {
  const roles = (isFramed: boolean) =>
    hexRows(Uint8Array.from([0, 0, 0, 0, 7, 1]), isFramed)[0]!.bytes.map(({ role }) => role)
  expect(roles(true)).toEqual(['magic', 'id', 'id', 'id', 'id', 'data'])
  expect(new Set(roles(false))).toEqual(new Set(['data']))
})

it('has places of more digits in long records', () => {
  expect(hexRows(new Uint8Array(0x10008), false).at(-1)!.place).toBe('10000')
})

it('reads base64, and nothing where it is none', () => {
  expect([...bytesOf('AAEC/w==')]).toEqual([0, 1, 2, 255])
  expect([...bytesOf('*')]).toEqual([])
})
