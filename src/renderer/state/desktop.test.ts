import { beforeEach, describe, expect, it, vi } from 'vitest'
import { portNews } from '../../shared/contract/port'
import { introduceOn, joinDesktop, takeNews } from './desktop'

describe('the page in a desktop window', () => {
  const go = vi.fn()
  const showProblem = vi.fn()
  beforeEach(() => {
    vi.clearAllMocks()
    joinDesktop({ views: [{ name: 'map', title: 'Map' }], go, showProblem })
  })

  it('tells on each open port which views there are, also when it joins later', () => {
    const said: string[] = []
    const forget = introduceOn(text => said.push(text))
    joinDesktop({ views: [{ name: 'topics', title: 'Topics' }], go, showProblem })
    forget()
    joinDesktop({ views: [], go, showProblem })
    expect(said.map(text => portNews.views.read(text)![0]!.name)).toEqual(['map', 'topics'])
  })

  it('goes where the menu leads, and shows what the window tells', () => {
    const problem = { code: 'page-died', where: 'window', message: 'It has crashed.', tip: 'Nothing was lost.' }
    expect(takeNews(portNews.go.say('/map'))).toBe(true)
    expect(takeNews(portNews.problem.say(problem))).toBe(true)
    expect(go).toHaveBeenCalledWith('/map')
    expect(showProblem).toHaveBeenCalledWith(problem)
  })

  it.each(['elevated:go:"https://example.invalid/"', 'elevated:go:', 'elevated:problem:{}'])('ignores %s', text => {
    expect(takeNews(text)).toBe(true)
    expect(go).not.toHaveBeenCalled()
    expect(showProblem).not.toHaveBeenCalled()
  })

  it('leaves messages of the contract alone', () => {
    expect(takeNews('{"i":1}')).toBe(false)
  })
})
