import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from './source'

/** Files that are longer than fileLinesMax for a reason. The list may only shrink. */
const longFiles: Record<string, string> = {}

const fileLinesMax = 450

/** Spellings that silence a check or leave something undone. Split here so that this file does not match itself. */
const banned: [RegExp, string][] = [
  [new RegExp('@ts-' + '(ignore|nocheck)'), 'mend the type instead of silencing the check'],
  [new RegExp('eslint-' + 'disable'), 'mend the code instead of silencing the check'],
  [new RegExp('\\bas ' + 'any\\b'), 'give it its type'],
  [new RegExp('\\b(TO' + 'DO|FIX' + 'ME|XX' + 'X)\\b'), 'do it, or answer a clear error and say so in the docs'],
  [new RegExp('\\b(it|test|describe)\\.' + '(only|todo|skip)\\('), 'a test that does not run proves nothing'],
]

const files = [...sourceFiles('src'), ...sourceFiles('tests'), ...sourceFiles('scripts')]

describe('every source file', () => {
  it(`has at most ${fileLinesMax} lines, unless it is listed with its reason`, () => {
    const long = files.filter(file => lines(file).length > fileLinesMax && !longFiles[file])
    expect(long).toEqual([])
  })

  it('silences no check and leaves nothing undone', () => {
    const found = files.flatMap(file =>
      lines(file).flatMap((line, index) =>
        banned.filter(([pattern]) => pattern.test(line)).map(([, advice]) => `${file}:${index + 1} ${advice}`),
      ),
    )
    expect(found).toEqual([])
  })

  it('imports electron only in the shell, its entry and the preload script', () => {
    const found = files.filter(
      file =>
        /from 'electron'\n/.test(readFileSync(file, 'utf8')) &&
        !/^src\/(main\/shell\/|main\/index\.ts|preload\/)/.test(file),
    )
    expect(found).toEqual([])
  })
})

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n')
}
