import { expect, it } from 'vitest'
import type { RecordRow } from '../../../../shared/contract/records'
import { offsetDigits, offsetWidth } from './column-widths'

const rowsAt = (...offsets: string[]) => offsets.map(offset => ({ offset }) as RecordRow)

it('knows the longest offset wherever it comes', () => {
  expect(offsetDigits(rowsAt('33', '106123', '7'))).toBe(6)
  expect(offsetDigits([])).toBe(1)
})

it('has room for an offset with its commas', () => {
  expect(offsetWidth(6)).toBeGreaterThan('106,123'.length * 7.3)
  expect(offsetWidth(12)).toBeGreaterThan(offsetWidth(6))
})
