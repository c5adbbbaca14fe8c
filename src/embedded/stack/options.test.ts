import { describe, expect, it } from 'vitest'
import { ProblemError } from '../lib/problem'
import { readPorts, readStackOptions } from './options'

describe('the stack command line', () => {
  it('takes the standard ports when none are named', () => {
    expect(readPorts(undefined).kafka).toEqual({ port: 9092, chosen: false })
    expect(readPorts(undefined).postgres).toEqual({ port: 5432, chosen: false })
  })

  it('takes free ports for auto', () => {
    expect(Object.values(readPorts('auto')).every(choice => choice.port === 0)).toBe(true)
  })

  it('keeps the standard ports of services that are not named', () => {
    const ports = readPorts('kafka=19092,rest=0')
    expect(ports.kafka).toEqual({ port: 19092, chosen: true })
    expect(ports.restProxy).toEqual({ port: 0, chosen: false })
    expect(ports.registry).toEqual({ port: 8081, chosen: false })
  })

  it.each([
    ['an unknown service', ['--ports', 'kafak=1']],
    ['an inherited property as a service', ['--ports', 'toString=1']],
    ['a port that is no number', ['--ports', 'kafka=x']],
    ['a port that is too large', ['--ports', 'kafka=65536']],
    ['an unknown flag', ['--prots', 'auto']],
    ['an unknown log level', ['--log-level', 'loud']],
  ])('refuses %s and says what is allowed', (_what, args) => {
    const problem = problemOf(() => readStackOptions(args))
    expect(problem.code).toBe('wrong-flag')
    expect(problem.tip).not.toBe('')
  })
})

function problemOf(run: () => unknown) {
  try {
    run()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
  }
  throw new Error('no problem was raised')
}
