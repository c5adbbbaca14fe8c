import { app, type IpcMainEvent, type Session } from 'electron'
import { desktopOrigin } from '../../shared/contract/port'
import type { Log } from '../lib/log'

/**
 * What the page may do, by Electron's security checklist: it stays on its own origin, opens no windows, embeds
 * nothing, asks for no permission but to put text on the clipboard, and reaches no network. Window options (sandbox,
 * context isolation, no Node) are in window.ts, the content policy in protocol.ts, the checks of senders in port.ts.
 */
export function hardenContents(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: { preventDefault(): void }, url: string, what: string) => {
      if (isOurs(url)) return
      event.preventDefault()
      log.warn({ url }, `${what} was refused`)
    }
    contents.on('will-navigate', (event, url) => refuse(event, url, 'a navigation'))
    contents.on('will-redirect', (event, url) => refuse(event, url, 'a redirect'))
    contents.on('will-attach-webview', event => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      log.warn({ url }, 'a new window was refused')
      return { action: 'deny' }
    })
  })
}

/** Copying is all that the page may ask for. */
const permitted = new Set(['clipboard-sanitized-write'])

/** Everything by which a page could reach out of its own origin. */
const foreignUrls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*', 'ftp://*/*']

export function hardenSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    const isPermitted = permitted.has(permission) && isOurs(contents.getURL())
    if (!isPermitted) log.warn({ permission }, 'a permission was refused')
    answer(isPermitted)
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => permitted.has(permission) && isOurs(origin))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest({ urls: foreignUrls }, ({ url }, answer) => {
    log.warn({ url }, 'a request to the network was refused')
    answer({ cancel: true })
  })
}

/** Whether an address lies in the page's own origin. Nonsense does not. */
export function isOurs(url: string): boolean {
  return url === desktopOrigin || url.startsWith(`${desktopOrigin}/`)
}

/** Whether a message comes from the page itself: the main frame of a window, on our origin. */
export function isFromPage({ senderFrame, sender }: Pick<IpcMainEvent, 'senderFrame' | 'sender'>): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurs(senderFrame.url)
}
