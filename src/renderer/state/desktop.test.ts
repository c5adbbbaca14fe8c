import { beforeEach, describe, expect, it, vi } from 'vitest'
import { portNews } from '../../shared/contract/port'
import type * as Desktop from './desktop'

describe('the page in a desktop window', () => {
  const go = vi.fn()
  const showProblem = vi.fn()
  const problem = { code: 'page-died', where: 'window', message: 'It has crashed.', tip: 'Nothing was lost.' }
  let desktop: typeof Desktop
  beforeEach(async () => {
    vi.clearAllMocks()
    vi.resetModules()
    desktop = await import('./desktop')
  })
  const join = (name = 'map') => desktop.joinDesktop({ views: [{ name, title: 'A view' }], go, showProblem })

  it('tells on each open port which views there are, now or when it joins', () => {
    const said: string[] = []
    const note = (text: string) => void said.push(portNews.views.read(text)![0]!.name)
    const forget = desktop.introduceOn(note)
    join('map')
    desktop.introduceOn(text => note(text))
    forget()
    join('topics')
    expect(said).toEqual(['map', 'map', 'topics'])
  })

  it('goes where the menu leads, and shows what the window tells', () => {
    join()
    expect(desktop.takeNews(portNews.go.say('/map'))).toBe(true)
    expect(desktop.takeNews(portNews.problem.say(problem))).toBe(true)
    expect(go).toHaveBeenCalledWith('/map')
    expect(showProblem).toHaveBeenCalledWith(problem)
  })

  it('does what it was told before its frame was drawn, once', () => {
    desktop.takeNews(portNews.problem.say(problem))
    expect(showProblem).not.toHaveBeenCalled()
    join()
    join()
    expect(showProblem).toHaveBeenCalledOnce()
  })

  it.each(['elevated:go:"https://example.invalid/"', 'elevated:go:', 'elevated:problem:{}'])('ignores %s', text => {
    join()
    expect(desktop.takeNews(text)).toBe(true)
    expect(go).not.toHaveBeenCalled()
    expect(showProblem).not.toHaveBeenCalled()
  })

  it('leaves messages of the contract alone', () => {
    expect(desktop.takeNews('{"i":1}')).toBe(false)
  })
})
