import { describe, expect, it } from 'vitest'
import type { Log } from '../lib/log'
import { stackLines } from './stack-lines'

function heard() {
  const said: [level: string, fields: object, message: string][] = []
  const at = (level: string) => (fields: object, message: string) => void said.push([level, fields, message])
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: () => log }
  return { log, said }
}

describe('what the stack says', () => {
  it('is handed on with its level, its service and its fields', () => {
    const { log, said } = heard()
    const take = stackLines(log)
    take('{"level":"warn","time":1,"service":"kafka","topic":"a","msg":"a topic was made"}\n')
    take('{"level":"error","time":1,"msg":"unhandled rejection"}\n{"level":"odd","service":"odd","msg":"x"}\n')
    expect(said).toEqual([
      ['warn', { topic: 'a', stackService: 'kafka' }, 'a topic was made'],
      ['error', { stackService: 'stack' }, 'unhandled rejection'],
      ['info', { stackService: 'stack' }, 'x'],
    ])
  })

  it('may come in any pieces', () => {
    const { log, said } = heard()
    const take = stackLines(log)
    for (const character of '{"level":"info","service":"ksql","msg":"one"}\r\n\n{"level":"info","msg":"two"}\n')
      take(character)
    expect(said.map(([, , message]) => message)).toEqual(['one', 'two'])
  })

  it('may be of Node itself, which warns', () => {
    const { log, said } = heard()
    stackLines(log)('Error: cannot find the disk\n    at start (x.js:1:1)\nnull\n')
    expect(said).toEqual([
      ['warn', { stackService: 'stack' }, 'Error: cannot find the disk'],
      ['warn', { stackService: 'stack' }, '    at start (x.js:1:1)'],
      ['warn', { stackService: 'stack' }, 'null'],
    ])
  })

  it('is cut off when it floods, and said by how much', () => {
    const { log, said } = heard()
    let now = 5_000
    const take = stackLines(log, () => now)
    take('{"msg":"x"}\n'.repeat(700))
    expect(said).toHaveLength(500)
    now = 6_000
    take('{"msg":"later"}\n')
    expect(said.slice(500)).toEqual([
      ['warn', { stackService: 'stack', lines: 200 }, 'the stack said more than is kept'],
      ['info', { stackService: 'stack' }, 'later'],
    ])
  })

  it('is cut when a line is very long', () => {
    const { log, said } = heard()
    const take = stackLines(log)
    take('x'.repeat(100_000))
    take('\n')
    expect(said[0]![2]).toHaveLength(64_000)
  })
})
