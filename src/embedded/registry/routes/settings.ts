import type { FastifyInstance } from '../../lib/http'
import { removeLevel, removeMode, setLevel, setMode } from '../commands'
import { registryError } from '../errors'
import { levelOf, modeOf } from '../state'
import { flag, member, param, type RouteContext } from './context'

/** `/config` and `/mode`, of everything and of one subject. */
export function settingRoutes(app: FastifyInstance, { store }: RouteContext): void {
  app.get('/config', () => ({ compatibilityLevel: levelOf(store.state(), null) }))
  app.get('/config/:subject', request => {
    const subject = param(request, 'subject')
    const state = store.state()
    if (!state.levels.has(subject) && !flag(request, 'defaultToGlobal')) throw registryError('noSubjectConfig', subject)
    return { compatibilityLevel: levelOf(state, subject) }
  })

  app.get('/mode', () => ({ mode: modeOf(store.state(), null) }))
  app.get('/mode/:subject', request => {
    const subject = param(request, 'subject')
    const state = store.state()
    if (!state.modes.has(subject) && !flag(request, 'defaultToGlobal')) throw registryError('noSubjectMode', subject)
    return { mode: modeOf(state, subject) }
  })

  for (const [path, name] of [
    ['', () => null],
    ['/:subject', (request: Parameters<typeof param>[0]) => param(request, 'subject')],
  ] as const) {
    app.put(`/config${path}`, async request => ({
      compatibility: await store.change(state => setLevel(state, name(request), member(request, 'compatibility'))),
    }))
    app.delete(`/config${path}`, async request => ({
      compatibilityLevel: await store.change(state => removeLevel(state, name(request))),
    }))
    app.put(`/mode${path}`, async request => {
      const force = flag(request, 'force')
      return { mode: await store.change(state => setMode(state, name(request), member(request, 'mode'), { force })) }
    })
    app.delete(`/mode${path}`, async request => ({
      mode: await store.change(state => removeMode(state, name(request))),
    }))
  }
}
