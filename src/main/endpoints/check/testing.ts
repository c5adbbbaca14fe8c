import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'

/** A server of the tests, on a port that was free. */
export interface Fake {
  port: number
  close(): void
}

export interface Certificate {
  cert: string
  key: string
}

/** Serves each connection in the clear, or over TLS. */
export async function serve(onConnection: (socket: Socket) => void, tls?: Certificate): Promise<Fake> {
  const open = new Set<Socket>()
  const onSocket = (socket: Socket) => {
    socket.on('error', () => undefined)
    onConnection(socket)
  }
  const server: Server = tls ? createTlsServer(tls, onSocket) : createServer(onSocket)
  server.on('connection', socket => open.add(socket))
  server.on('tlsClientError', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

/** A port at which nothing listens. */
export async function closedPort(): Promise<number> {
  const fake = await serve(() => undefined)
  fake.close()
  return fake.port
}

/** A self-signed certificate for localhost that is valid for a day, made by openssl; null where there is none. */
export function selfSigned(): Certificate | null {
  const folder = mkdtempSync(join(tmpdir(), 'elevated-certificate-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  try {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', cert]
    execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' })
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  } catch {
    return null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface FakeBroker {
  /** What it tells clients to go to. */
  advertised(): { host: string; port: number }
  /** The mechanisms that it offers; null: no SASL. */
  mechanisms?: string[] | null
}

/** As much of a broker as the connection test asks: versions, SASL (every password is wrong), metadata without topics. */
export function brokerOf({ advertised, mechanisms = null }: FakeBroker): (socket: Socket) => void {
  return socket => {
    let received: Buffer = Buffer.alloc(0)
    socket.on('data', (piece: Buffer) => {
      received = Buffer.concat([received, piece])
      while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
        const frame = received.subarray(4, 4 + received.readInt32BE(0))
        received = received.subarray(4 + frame.length)
        const body = answerTo(frame.readInt16BE(0), frame.readInt16BE(2), advertised(), mechanisms)
        if (!body) return socket.destroy()
        const head = Buffer.concat([int32(body.length + 4), frame.subarray(4, 8)])
        socket.write(Buffer.concat([head, body]))
      }
    })
  }
}

/** Requests by key and their newest version here; older ones are answered in the same form where that is theirs. */
const apis: [key: number, min: number, max: number][] = [
  [3, 2, 2],
  [17, 0, 1],
  [18, 0, 2],
  [36, 0, 0],
]

function answerTo(
  key: number,
  version: number,
  { host, port }: ReturnType<FakeBroker['advertised']>,
  mechanisms: string[] | null,
): Buffer | null {
  switch (key) {
    case 18: {
      const listed = apis.map(api => Buffer.concat(api.map(int16)))
      return Buffer.concat([int16(0), int32(apis.length), ...listed, ...(version > 0 ? [int32(0)] : [])])
    }
    case 17:
      if (!mechanisms) return Buffer.concat([int16(34), int32(0)])
      return Buffer.concat([int16(0), int32(mechanisms.length), ...mechanisms.map(text)])
    case 36:
      return Buffer.concat([int16(58), text('Authentication failed: Invalid username or password'), int32(0)])
    case 3: {
      const broker = Buffer.concat([int32(1), text(host), int32(port), int16(-1)])
      return Buffer.concat([int32(1), broker, text('fake-cluster'), int32(1), int32(0)])
    }
    default:
      return null
  }
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function text(value: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)])
}
