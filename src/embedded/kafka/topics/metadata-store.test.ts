import { describe, expect, it } from 'vitest'
import { memoryDisk } from '../../lib/memory-disk'
import { errors } from '../wire/errors'
import { openMetadata } from './metadata-store'

const path = 'metadata.jsonl'
const open = (disk = memoryDisk()) => openMetadata(disk, path, () => 'cluster-1')
const created = (id: string, name = id) => ({ change: 'created', id, name, partitionCount: 1, configs: {} }) as const

describe('the metadata', () => {
  it('is the same after a crash', async () => {
    const disk = memoryDisk()
    const store = await open(disk)
    store.add(created('1', 'a'))
    store.add(created('2', 'b'))
    store.add({ change: 'partitions', id: '1', partitionCount: 4 })
    store.add({ change: 'configs', id: '1', configs: { 'cleanup.policy': 'compact' } })
    store.add({ change: 'logStart', id: '1', partition: 3, offset: 7 })
    store.add({ change: 'deleted', id: '2' })
    store.add({ change: 'producerIds', next: 1000 })
    await store.durable()
    const again = await openMetadata(disk.afterCrash(), path, () => 'cluster-2')
    expect(again.clusterId).toBe('cluster-1')
    expect(again.nextProducerId).toBe(1000)
    expect([...again.topics.values()]).toEqual([
      { id: '1', name: 'a', partitionCount: 4, configs: { 'cleanup.policy': 'compact' }, logStarts: new Map([[3, 7]]) },
    ])
  })

  it('loses only the last change when a crash cut it', async () => {
    const disk = memoryDisk()
    const store = await open(disk)
    store.add(created('1'))
    store.add(created('2'))
    await store.durable()
    const crashed = disk.afterCrash()
    crashed.tamper(path, bytes => bytes.subarray(0, -10))
    const again = await open(crashed)
    expect([...again.topics.keys()]).toEqual(['1'])
    again.add(created('3'))
    await again.durable()
    expect([...(await open(crashed.afterCrash())).topics.keys()]).toEqual(['1', '3'])
  })

  it('says which line is damaged, and changes nothing', async () => {
    const disk = memoryDisk()
    const store = await open(disk)
    store.add(created('1'))
    await store.durable()
    disk.tamper(path, bytes => Buffer.concat([bytes, Buffer.from('{"change":\n{}\n')]))
    const before = await disk.readFile(path)
    await expect(open(disk)).rejects.toMatchObject({
      problem: { code: 'data-damaged', where: 'metadata.jsonl, line 4' },
    })
    expect(await disk.readFile(path)).toEqual(before)
  })

  it('tries again what a full disk refused', async () => {
    const disk = memoryDisk()
    const store = await open(disk)
    disk.failNext('write', new Error('no space left on device'))
    store.add(created('1'))
    await expect(store.durable()).rejects.toMatchObject({ code: errors.kafkaStorageError })
    store.add(created('2'))
    await store.durable()
    expect([...(await open(disk.afterCrash())).topics.keys()]).toEqual(['1', '2'])
  })

  it('is written anew at start when it is mostly history', async () => {
    const disk = memoryDisk()
    const store = await open(disk)
    store.add(created('1'))
    for (let offset = 0; offset < 2000; offset++) store.add({ change: 'logStart', id: '1', partition: 0, offset })
    await store.durable()
    const before = (await disk.size(path))!
    const again = await open(disk)
    expect(await disk.size(path)).toBeLessThan(before / 100)
    expect(again.topics.get('1')!.logStarts.get(0)).toBe(1999)
  })
})
