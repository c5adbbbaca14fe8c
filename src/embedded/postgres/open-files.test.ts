import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openToAll } from './open-files'

const folder = mkdtempSync(join(tmpdir(), 'elevated-open-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.skipIf(process.platform === 'win32')(
  'opens folders, programs and files to every account, and leaves links alone',
  () => {
    const program = join(folder, 'bin', 'postgres')
    const file = join(folder, 'bin', 'share.txt')
    mkdirSync(join(folder, 'bin'))
    writeFileSync(program, '')
    writeFileSync(file, '')
    symlinkSync('nowhere', join(folder, 'bin', 'link'))
    chmodSync(program, 0o700)
    chmodSync(file, 0o600)
    chmodSync(join(folder, 'bin'), 0o700)
    openToAll(folder)
    const modes = [join(folder, 'bin'), program, file].map(path => (statSync(path).mode & 0o777).toString(8))
    expect(modes).toEqual(['755', '755', '644'])
  },
)
