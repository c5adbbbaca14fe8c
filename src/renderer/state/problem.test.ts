import { ORPCError } from '@orpc/client'
import { ValidationError } from '@orpc/contract'
import { describe, expect, it } from 'vitest'
import { toProblem } from './problem'

const problem = { code: 'run-not-paused', where: 'the run', message: 'It runs.', tip: 'Pause it first.' }

describe('toProblem', () => {
  it('takes the Problem that the app sent with its error', () => {
    expect(toProblem(new ORPCError('CONFLICT', { data: problem }), 'A step')).toEqual(problem)
  })

  it('says where an answer does not fit the contract', () => {
    const misfit = new ValidationError({
      message: 'no',
      issues: [{ message: 'Invalid option', path: ['trains', { key: 'BR441' }, 'line'] }],
      data: {},
    })
    const place = { code: 'misfit', where: 'trains.BR441.line: Invalid option' }
    expect(toProblem(misfit, 'A step')).toMatchObject(place)
    const inStream = new ORPCError('EVENT_ITERATOR_VALIDATION_FAILED', { cause: misfit })
    expect(toProblem(inStream, 'A step')).toMatchObject(place)
  })

  it.each([
    ['an error of the transport', new Error('socket closed'), 'socket closed'],
    ['an error with other data', new ORPCError('BAD_REQUEST', { message: 'speed', data: { issues: [] } }), 'speed'],
    ['something that is no error', 'no', 'no'],
  ])('makes one of %s', (_, error, text) => {
    const made = toProblem(error, 'A step')
    expect(made).toMatchObject({ code: 'call-failed', where: 'A step' })
    expect(made.message).toContain(text)
  })
})
