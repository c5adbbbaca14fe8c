import { expect, it } from 'vitest'
import { countInto, emptyBins, sumOf } from './bins'

const minute = 60_000

function counted(times: number[], countMax = 4) {
  const bins = emptyBins(minute)
  for (const at of times) countInto(bins, at, countMax)
  return { from: bins.from / minute, counts: bins.counts }
}

it.each([
  ['one span', [5 * minute, 5 * minute + 59_999], { from: 5, counts: [2] }],
  ['a gap', [5 * minute, 7 * minute], { from: 5, counts: [1, 0, 1] }],
  ['a late record', [5 * minute, 4 * minute], { from: 4, counts: [1, 1] }],
  ['a record too late to be kept', [5 * minute, 8 * minute, 4 * minute], { from: 5, counts: [1, 0, 0, 1] }],
  ['more spans than are kept', [1, 2, 3, 4, 5, 6].map(at => at * minute), { from: 3, counts: [1, 1, 1, 1] }],
  ['a jump far ahead', [minute, 9_000_000 * minute], { from: 9_000_000, counts: [1] }],
  ['a jump that leaves some behind', [1, 2, 5].map(at => at * minute), { from: 2, counts: [1, 0, 0, 1] }],
])('counts into spans of time: %s', (_, times, bins) => {
  expect(counted(times)).toEqual(bins)
})

it('sums whole spans between two times', () => {
  const bins = { widthMs: minute, from: 10 * minute, counts: [1, 2, 4, 8] }
  expect(sumOf(bins, 11 * minute, 13 * minute)).toBe(6)
  expect(sumOf(bins, 0, 10 * minute)).toBe(0)
  expect(sumOf(emptyBins(minute), 0, 10 * minute)).toBe(0)
})
