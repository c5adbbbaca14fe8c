import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createGate } from './security'

const gate = createGate('s3cret/=', 7878)
const asked = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage

describe('the gate', () => {
  it.each(['127.0.0.1:7878', 'localhost:7878', '[::1]:7878'])('is for %s', host => {
    expect(gate.strangeHost(asked({ host }))).toBeNull()
    expect(gate.strangeHost(asked({ host, origin: `http://${host}` }))).toBeNull()
  })

  it.each([
    [{ host: 'evil.example:7878' }, /host/],
    [{ host: 'localhost' }, /host/],
    [{ host: 'localhost:1' }, /host/],
    [{}, /host/],
    [{ host: 'localhost:7878', origin: 'http://evil.example' }, /origin/],
    [{ host: 'localhost:7878', origin: 'http://localhost:1' }, /origin/],
    [{ host: 'localhost:7878', origin: 'null' }, /origin/],
    [{ host: 'localhost:7878', origin: 'https://localhost:7878' }, /origin/],
  ])('refuses %j', (headers, reason) => {
    expect(gate.strangeHost(asked(headers as Record<string, string>))).toMatch(reason)
  })

  const cookie = gate.cookie().split(';')[0]!

  it.each([
    ['the token', { authorization: 'Bearer s3cret/=' }, true],
    ['the cookie', { cookie }, true],
    ['the cookie among others', { cookie: `a=b; ${cookie}; c=%zz` }, true],
    ['nothing', {}, false],
    ['another token', { authorization: 'Bearer s3cret' }, false],
    ['a wrong token, even with the cookie', { authorization: 'Bearer x', cookie }, false],
    ['a password', { authorization: 'Basic s3cret/=' }, false],
    ['the cookie of an app on another port', { cookie: cookie.replace('7878', '1') }, false],
    ['a wrong cookie', { cookie: 'elevated-7878=x' }, false],
  ])('with %s: %j is known: %s', (_what, headers, known) => {
    expect(gate.isKnown(asked(headers as Record<string, string>))).toBe(known)
  })

  it('sets a cookie that scripts cannot read and other sites cannot send', () => {
    expect(gate.cookie()).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
  })
})
