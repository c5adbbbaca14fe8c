import { describe, expect, it } from 'vitest'
import type { Profile } from '../endpoints'
import { ProblemError } from '../lib/problem'
import type { Session } from './session'
import { sessionSwitch } from './switching'

const profile = (id: string): Profile => ({ id, title: id, readOnly: false, endpoints: null })

/** Sessions that write down what happens to them; closing one takes as long as the test wants. */
function sessions() {
  const told: string[] = []
  let letClose: () => void = () => undefined
  let holds = false
  const create = ({ id }: Profile, { speed }: { speed: number }): Session => {
    const session: Partial<Session> = {
      profile: profile(id),
      run: { state: { state: 'ready', speed: speed * 2, seed: 1, problem: null } } as Session['run'],
      async open({ autostart }) {
        told.push(`open ${id} at ${speed}${autostart ? ' and start' : ''}`)
        if (id === 'broken') throw new ProblemError({ code: 'x', where: 'w', message: 'broken', tip: 't' })
      },
      async close() {
        told.push(`close ${id}`)
        if (holds) await new Promise<void>(resolve => (letClose = resolve))
      },
    }
    return session as Session
  }
  const made = sessionSwitch({ first: profile('a'), speed: 60, create, onChange: () => told.push('changed') })
  return { made, told, hold: () => (holds = true), letClose: () => letClose() }
}

const later = { autostart: false }

describe('switching between profiles', () => {
  it('closes one session, then opens the next, which keeps the speed', async () => {
    const { made, told } = sessions()
    await made.use(profile('b'), { autostart: true })
    expect(told).toEqual(['close a', 'changed', 'open b at 120 and start'])
    expect(made.current.profile.id).toBe('b')
  })

  it('opens the same profile anew', async () => {
    const { made, told } = sessions()
    await made.use(profile('a'), later)
    expect(told).toEqual(['close a', 'changed', 'open a at 120'])
  })

  it('stays with a session that could not open, from which another can be chosen', async () => {
    const { made } = sessions()
    await expect(made.use(profile('broken'), later)).rejects.toThrow('broken')
    expect(made.current.profile.id).toBe('broken')
    await made.use(profile('b'), later)
    expect(made.current.profile.id).toBe('b')
  })

  it('takes one at a time', async () => {
    const { made, told, hold, letClose } = sessions()
    hold()
    const first = made.use(profile('b'), later)
    await expect(made.use(profile('c'), later)).rejects.toMatchObject({ problem: { code: 'not-now' } })
    letClose()
    await first
    expect(told.at(-1)).toBe('open b at 120')
  })

  it('opens nothing when the app ends in the middle of it', async () => {
    const { made, told, hold, letClose } = sessions()
    hold()
    const first = made.use(profile('b'), later)
    const refused = expect(first).rejects.toMatchObject({ problem: { code: 'not-now' } })
    const closing = made.close()
    letClose()
    await refused
    letClose()
    await closing
    expect(told).not.toContain('open b at 120')
  })
})
