import { expect, it } from 'vitest'
import { createCrashPolicy } from './crash-policy'

it('loads a page again that has died, and says so when it dies again within a minute', () => {
  let now = 0
  const decide = createCrashPolicy(() => now)
  expect(decide()).toBe('reload')
  now += 59_000
  expect(decide()).toBe('say-so')
})

it('begins anew after a quiet minute, and after the person has tried again', () => {
  let now = 0
  const decide = createCrashPolicy(() => now)
  decide()
  now += 60_000
  expect(decide()).toBe('reload')
  now += 1_000
  expect(decide()).toBe('say-so')
  now += 1_000
  expect(decide()).toBe('reload')
})
