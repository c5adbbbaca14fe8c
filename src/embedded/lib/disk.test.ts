import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { realDisk } from './disk'
import { memoryDisk } from './memory-disk'

const root = mkdtempSync(join(tmpdir(), 'elevated-disk-'))
afterAll(() => rmSync(root, { recursive: true }))

/** The same promises on both: what runs on one runs on the other. */
describe.each([
  ['the real disk', realDisk()],
  ['the disk in memory', memoryDisk()],
])('%s', (name, disk) => {
  const at = (path: string) => `${root}/${name.replaceAll(' ', '-')}/${path}`

  it('makes a file and its directory, and reads what was written where', async () => {
    const file = await disk.open(at('a/b/file'))
    await file.write([Buffer.from('he'), Buffer.alloc(0), Buffer.from('llo')], 0)
    await file.write([Buffer.from('p!')], 3)
    const buffer = Buffer.alloc(10)
    expect(await file.read(buffer, 1)).toBe(4)
    expect(buffer.toString('utf8', 0, 4)).toBe('elp!')
    expect(await file.read(buffer, 5)).toBe(0)
    await file.truncate(2)
    expect(await file.size()).toBe(2)
    await file.sync()
    await file.close()
    expect((await disk.readFile(at('a/b/file')))?.toString()).toBe('he')
  })

  it('writes more pieces than the system takes at once', async () => {
    const file = await disk.open(at('pieces'))
    await file.write(
      Array.from({ length: 3000 }, (_, index) => Buffer.from([index % 256])),
      0,
    )
    await file.close()
    const bytes = (await disk.readFile(at('pieces')))!
    expect([bytes.length, bytes[1025], bytes[2999]]).toEqual([3000, 1025 % 256, 2999 % 256])
  })

  it('replaces, renames, lists and removes', async () => {
    await disk.replaceFile(at('dir/one'), Buffer.from('1'))
    await disk.replaceFile(at('dir/one'), Buffer.from('2'))
    await disk.replaceDerivedFile(at('dir/sub/two'), Buffer.from('22'))
    expect((await disk.list(at('dir'))).sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'one', isDirectory: false },
      { name: 'sub', isDirectory: true },
    ])
    await disk.rename(at('dir/one'), at('dir/sub/two'))
    expect((await disk.readFile(at('dir/sub/two')))?.toString()).toBe('2')
    expect(await disk.size(at('dir/one'))).toBeNull()
    await disk.rename(at('dir/sub'), at('dir/other'))
    expect(await disk.size(at('dir/other/two'))).toBe(1)
    await disk.remove(at('dir'))
    await disk.remove(at('dir'))
    expect(await disk.list(at('dir'))).toEqual([])
    expect(await disk.readFile(at('dir/other/two'))).toBeNull()
    await expect(disk.rename(at('none'), at('other'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
