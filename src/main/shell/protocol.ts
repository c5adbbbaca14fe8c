import { protocol, type Session } from 'electron'
import { desktopHost, desktopScheme } from '../../shared/contract/port'
import { contentPolicy } from '../lib/content-policy'
import type { Log } from '../lib/log'
import { crashPage, crashPath } from './crash-page'

/** A file of the built page. */
export interface PageFile {
  body: Buffer
  type: string
}

/** Reads what lies at a percent-encoded path of the page; undefined: nothing does. */
export type ReadPage = (path: string) => Promise<PageFile | undefined>

/** Makes the page's scheme a secure origin of its own. To be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: desktopScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built page, and nothing else, on the page's scheme. */
export function servePage(session: Session, readPage: ReadPage, log: Log): void {
  session.protocol.handle(desktopScheme, async request => {
    const { host, pathname } = new URL(request.url)
    if (host !== desktopHost || request.method !== 'GET') return text(404, 'There is no such page.\n')
    if (pathname === crashPath) return page(200, crashPage, 'text/html; charset=utf-8')
    try {
      const file = await readPage(pathname)
      if (file) return new Response(new Uint8Array(file.body), { status: 200, headers: headersOf(file.type) })
      return text(404, pathname === '/' ? notBuiltText : 'There is no such page.\n')
    } catch (error) {
      log.error({ err: error, path: pathname }, 'a file of the page could not be read')
      return text(500, 'This file could not be read; the log has the details.\n')
    }
  })
}

function text(status: number, body: string): Response {
  return page(status, body, 'text/plain; charset=utf-8')
}

function page(status: number, body: string, type: string): Response {
  return new Response(body, { status, headers: headersOf(type) })
}

function headersOf(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': contentPolicy(),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
}

const notBuiltText = 'The control room is not built: run "npm run build".\n'
