import { describe, expect, it } from 'vitest'
import { tailCache } from './tail'

const batch = (baseOffset: number, bytes = 10, count = 1) => ({
  baseOffset,
  lastOffset: baseOffset + count - 1,
  bytes: Buffer.alloc(bytes, baseOffset),
})

describe('the tail in memory', () => {
  it('has the newest batches, whole, from the one that holds the offset', () => {
    const tail = tailCache(100).tail()
    tail.add(batch(0, 10, 5))
    tail.add(batch(5, 10, 5))
    expect(tail.read(7, 10, 100, true)).toEqual([Buffer.alloc(10, 5)])
    expect(tail.read(3, 10, 100, true)).toHaveLength(2)
    expect(tail.read(3, 10, 19, true)).toHaveLength(1)
    expect(tail.read(3, 10, 5, true)).toHaveLength(1)
    expect(tail.read(3, 10, 5, false)).toEqual([])
    expect(tail.read(3, 9, 100, true)).toHaveLength(1)
    expect(tail.read(10, 10, 100, true)).toEqual([])
  })

  it('drops the oldest of all partitions when there are too many bytes', () => {
    const cache = tailCache(30)
    const [one, other] = [cache.tail(), cache.tail()]
    one.add(batch(0))
    other.add(batch(0))
    one.add(batch(1))
    one.add(batch(2))
    expect(cache.bytes()).toBe(30)
    expect(one.read(0, 3, 100, true)).toBeNull()
    expect(one.read(1, 3, 100, true)).toHaveLength(2)
    expect(other.read(0, 1, 100, true)).toHaveLength(1)
  })

  it('keeps its bound over many batches and partitions that come and go', () => {
    const cache = tailCache(1000)
    let tail = cache.tail()
    for (let offset = 0; offset < 20_000; offset++) {
      if (offset % 777 === 0) {
        tail.clear()
        tail = cache.tail()
      }
      tail.add(batch(offset))
      expect(cache.bytes()).toBeLessThanOrEqual(1000)
    }
    expect(tail.read(19_999, 20_000, 100, true)).toHaveLength(1)
    tail.clear()
    expect(cache.bytes()).toBe(0)
  })

  it('keeps nothing that is larger than all of it', () => {
    const tail = tailCache(5).tail()
    tail.add(batch(0))
    expect(tail.read(0, 1, 100, true)).toBeNull()
  })
})
