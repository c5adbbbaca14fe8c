import { portNews, type DesktopView } from '../../shared/contract/port'
import type { Problem } from '../../shared/contract/problem'

/** What the page has to say to a native menu, and does when that is used. In a browser nobody asks. */
export interface DesktopPage {
  views: DesktopView[]
  /** Leads to a path of the page, or `back` or `forward` in its history. */
  go(to: string): void
  showProblem(problem: Problem): void
}

let page: DesktopPage | null = null
const ports = new Set<(text: string) => void>()

/** What the desktop told before the page joined; a port may open before the page's frame is drawn. */
let waiting: ((page: DesktopPage) => void)[] = []
const waitingMax = 10

/** To be called once the page can be led. */
export function joinDesktop(joining: DesktopPage): void {
  page = joining
  for (const say of ports) say(portNews.views.say(joining.views))
  for (const act of waiting) act(joining)
  waiting = []
}

/** Says on a port which views there are, now or when the page joins. @returns a function that forgets the port */
export function introduceOn(say: (text: string) => void): () => void {
  ports.add(say)
  if (page) say(portNews.views.say(page.views))
  return () => ports.delete(say)
}

/** Does what the desktop tells. @returns false when the message is none of its news */
export function takeNews(data: unknown): boolean {
  if (portNews.go.is(data)) {
    const to = portNews.go.read(data)
    if (to !== null) whenJoined(joined => joined.go(to))
    return true
  }
  if (portNews.problem.is(data)) {
    const problem = portNews.problem.read(data)
    if (problem) whenJoined(joined => joined.showProblem(problem))
    return true
  }
  return false
}

function whenJoined(act: (page: DesktopPage) => void): void {
  if (page) act(page)
  else if (waiting.length < waitingMax) waiting.push(act)
}
