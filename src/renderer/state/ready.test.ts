import { expect, it } from 'vitest'
import { isGettingReady } from './ready'

const all = { run: 'running', isUnsettled: false, hasRecords: true } as const

it.each([
  ['before the app was heard of', { ...all, run: undefined, hasRecords: false }, true],
  ['while services start', { ...all, run: 'starting' }, true],
  ['while the run waits for its first record', { ...all, hasRecords: false }, true],
  ['while steps are open and nothing runs', { run: 'ready', isUnsettled: true, hasRecords: false }, true],
  ['when all is provisioned and nothing was started', { run: 'ready', isUnsettled: false, hasRecords: false }, false],
  ['when an older city is in the log, though steps are checked again', { ...all, isUnsettled: true }, false],
  ['when the app is lost, though it was known', { ...all, run: undefined }, false],
  ['when the start has failed: banners tell why', { ...all, run: 'failed', hasRecords: false }, false],
] as const)('%s the city is getting ready: %o %s', (_, now, expected) => {
  expect(isGettingReady(now)).toBe(expected)
})
