import { describe, expect, it } from 'vitest'
import { readFlags, usage } from './flags'
import { ProblemError } from './lib/problem'

describe('the command line', () => {
  it('has a default for everything', () => {
    expect(readFlags([])).toMatchObject({
      port: 7878,
      profile: undefined,
      autostart: false,
      speed: 60,
      seed: 1,
      open: false,
    })
    expect(readFlags([]).token).toMatch(/^[\w-]{32}$/)
    expect(readFlags([]).token).not.toBe(readFlags([]).token)
  })

  it('reads what is given', () => {
    const flags =
      '--port 0 --data-dir /d --profile p.json --autostart --speed 1.5 --seed 7 --token T --ports auto --open'
    expect(readFlags([...flags.split(' '), '--log-level', 'debug'])).toEqual({
      port: 0,
      dataDir: '/d',
      profile: 'p.json',
      autostart: true,
      speed: 1.5,
      seed: 7,
      token: 'T',
      ports: 'auto',
      open: true,
      logLevel: 'debug',
    })
    expect(readFlags(['--autostart', '--no-autostart']).autostart).toBe(false)
    expect(readFlags(['--ports', 'kafka=19092,rest=0']).ports).toBe('kafka=19092,rest=0')
  })

  it.each([
    ['--prot 1'],
    ['--port'],
    ['--port x'],
    ['--port 65536'],
    ['--port -1'],
    ['--speed 0'],
    ['--speed 601'],
    ['--speed fast'],
    ['--seed 1.5'],
    ['--ports kafka'],
    ['--ports kafak=1'],
    ['--ports kafka=99999'],
    ['--log-level loud'],
    ['--autostart=yes'],
    ['extra'],
  ])('refuses %s with the flags that there are', args => {
    let problem
    try {
      readFlags(args.split(' '))
    } catch (error) {
      problem = error instanceof ProblemError ? error.problem : undefined
    }
    expect(problem).toMatchObject({ code: 'wrong-flag', tip: usage })
    expect(problem?.message).not.toContain('\n')
  })

  it.each(['', 'a b', 'ä'])('refuses the token "%s"', token => {
    expect(() => readFlags(['--token', token])).toThrow(ProblemError)
  })
})
