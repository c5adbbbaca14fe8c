import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { staticFile } from './static-files'

const folder = mkdtempSync(join(tmpdir(), 'elevated-static-'))
const root = join(folder, 'root')

beforeAll(() => {
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(root, 'index.html'), '<p>')
  writeFileSync(join(root, 'assets', 'app-1.js'), 'x')
  writeFileSync(join(root, 'run.exe'), 'x')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('static files', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', false],
    ['/topics/org.chicago', 'text/html; charset=utf-8', false],
    ['/topics/a%2Fb.js', 'text/html; charset=utf-8', false],
    ['/schemas/%E0%A4%A', 'text/html; charset=utf-8', false],
    ['/topics', 'text/html; charset=utf-8', false],
    ['/assets/app-1.js', 'text/javascript; charset=utf-8', true],
  ])('%s is %s', async (path, type, immutable) => {
    const file = await staticFile(root, path)
    expect(file?.type).toBe(type)
    expect(file?.immutable ?? false).toBe(immutable)
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/a%00.txt',
    '/run.exe',
    '/none.js',
    '/assets/app-1.js/x.js',
  ])('%s is not there', async path => expect(await staticFile(root, path)).toBeUndefined())
})
