import type { WireApi } from './api'

/** SaslHandshake v1: says by which mechanism one wants to log in. */
export const saslHandshakeApi: WireApi<{ mechanism: string }, { error: number; mechanisms: string[] }> = {
  name: 'SaslHandshake',
  key: 17,
  version: 1,
  write: (writer, { mechanism }) => void writer.string(mechanism),
  read: reader => ({ error: reader.int16(), mechanisms: reader.array(() => reader.string()) }),
}

/** SaslAuthenticate v0: one message of the mechanism, and the server's answer to it. */
export const saslAuthenticateApi: WireApi<
  { bytes: Buffer },
  { error: number; errorText: string | null; bytes: Buffer }
> = {
  name: 'SaslAuthenticate',
  key: 36,
  version: 0,
  write: (writer, { bytes }) => void writer.bytes(bytes),
  read: reader => ({
    error: reader.int16(),
    errorText: reader.nullableString(),
    bytes: reader.bytes() ?? Buffer.alloc(0),
  }),
}
