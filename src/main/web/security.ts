import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { contentPolicy } from '../lib/content-policy'

/** What keeps everybody else on this machine, and every web page, away from the app. */
export interface Gate {
  /** Null: the request is for us, by the name that we are opened by; else why it is refused. */
  strangeHost(request: IncomingMessage): string | null
  /** Whether it carries the token, as a header or as our cookie. */
  isKnown(request: IncomingMessage): boolean
  isToken(text: string): boolean
  /** The value of Set-Cookie that makes a browser known. */
  cookie(): string
}

/** Names by which a browser on this machine may call us; any other may be a page that points its own name here. */
const hostNames = ['127.0.0.1', 'localhost', '[::1]']

/** @param port the port that is listened on; it is part of Host, Origin and the cookie's name */
export function createGate(token: string, port: number): Gate {
  const hosts = new Set(hostNames.map(name => `${name}:${port}`))
  const origins = new Set([...hosts].map(host => `http://${host}`))
  // Cookies do not know ports: two apps on one machine would overwrite each other's.
  const cookieName = `elevated-${port}`
  const expected = digest(token)
  const isToken = (text: string) => timingSafeEqual(digest(text), expected)
  return {
    isToken,
    strangeHost({ headers }) {
      if (!headers.host || !hosts.has(headers.host)) return `the host ${headers.host ?? '(none)'} is not this app's`
      // Browsers send an origin with everything that a page of another site may have started.
      const { origin } = headers
      return origin === undefined || origins.has(origin) ? null : `the origin ${origin} is not this app's`
    },
    isKnown({ headers }) {
      const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
      if (bearer !== undefined) return isToken(bearer)
      const cookie = cookies(headers.cookie ?? '').get(cookieName)
      return cookie !== undefined && isToken(cookie)
    },
    cookie: () => `${cookieName}=${encodeURIComponent(token)}; HttpOnly; SameSite=Strict; Path=/`,
  }
}

/** Equal lengths for a comparison whose time tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function cookies(header: string): Map<string, string> {
  return new Map(
    header.split(';').flatMap(pair => {
      const at = pair.indexOf('=')
      return at < 0 ? [] : [[pair.slice(0, at).trim(), safeDecode(pair.slice(at + 1).trim())] as const]
    }),
  )
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded: then it is none of ours, and compared as it stands.
    return text
  }
}

/** Sent with every answer. */
export function securityHeaders(port: number): Record<string, string> {
  const sockets = [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]
  return {
    'content-security-policy': contentPolicy(sockets),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  }
}
