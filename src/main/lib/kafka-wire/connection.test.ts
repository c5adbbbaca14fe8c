import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { metadataApi } from './apis/metadata'
import { addressOf, wireCluster } from './cluster'
import { openConnection } from './connection'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server that says what it is told to, to whatever it gets. */
async function listen(onData: (socket: Socket, data: Buffer) => void): Promise<{ host: string; port: number }> {
  const server = createServer(socket => socket.on('data', data => onData(socket, data)).on('error', () => undefined))
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port }
}

function frame(body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
}

async function ask(onData: (socket: Socket, data: Buffer) => void) {
  const connection = await openConnection(await listen(onData), { brokers: [] })
  try {
    return await connection.ask(metadataApi, { topics: null })
  } finally {
    connection.close()
  }
}

/** No brokers, no cluster id, no controller, no topics; the request's own number in front. */
function emptyMetadata(data: Buffer): Buffer {
  const body = Buffer.alloc(4 + 4 + 4 + 2 + 4 + 4)
  data.copy(body, 0, 8, 12)
  body.writeInt16BE(-1, 12)
  return body
}

describe('a connection to a broker', () => {
  it('takes an answer that comes in pieces', async () => {
    const answer = ask((socket, data) => {
      for (const byte of frame(emptyMetadata(data))) socket.write(Buffer.from([byte]))
    })
    expect(await answer).toEqual({ brokers: [], topics: [] })
  })

  it.each([
    ['an HTTP server', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'is not taken'],
    ['an answer to something else', () => frame(Buffer.from([9, 9, 9, 9])), 'nobody asked for'],
    ['an answer without an end', () => Buffer.from([0x7f, 0xff, 0xff, 0xff, 0]), 'is not taken'],
    ['an answer cut short', (data: Buffer) => frame(emptyMetadata(data).subarray(0, 9)), 'are left'],
  ])('refuses %s', async (_name, reply, reason) => {
    await expect(ask((socket, data) => socket.write(reply(data)))).rejects.toThrow(reason)
  })

  it('fails when the broker hangs up', async () => {
    await expect(ask(socket => socket.destroy())).rejects.toThrow(/closed|ECONNRESET/)
  })

  it('fails when nobody listens', async () => {
    const { port } = await listen(() => undefined)
    servers.pop()!.close()
    await expect(openConnection({ host: '127.0.0.1', port }, { brokers: [] })).rejects.toThrow()
  })

  it('logs in before anything else, and says why it was refused', async () => {
    const { host, port } = await listen((socket, data) => {
      const handshake = Buffer.alloc(4 + 2 + 4)
      data.copy(handshake, 0, 8, 12)
      const refusal = Buffer.concat([
        handshake.subarray(0, 4),
        Buffer.from([0, 58, 0, 2]),
        Buffer.from('no'),
        Buffer.alloc(4),
      ])
      socket.write(frame(data.readInt16BE(4) === 17 ? handshake : refusal))
    })
    const sasl = { mechanism: 'plain' as const, username: 'u', password: 'p' }
    await expect(openConnection({ host, port }, { brokers: [], sasl })).rejects.toMatchObject({
      problem: { code: 'kafka-login-refused', message: 'Kafka refused the login: no.' },
    })
  })
})

describe('a cluster', () => {
  it('connects to the first of its brokers that answers, and again after a connection was lost', async () => {
    let asked = 0
    const { port } = await listen((socket, data) => {
      if (++asked === 1) socket.destroy()
      else socket.write(frame(emptyMetadata(data)))
    })
    const cluster = wireCluster({ brokers: ['127.0.0.1:1', `127.0.0.1:${port}`] })
    await expect(cluster.metadata(null)).rejects.toThrow()
    expect(await cluster.metadata(null)).toEqual({ brokers: [], topics: [] })
    cluster.close(new Error('enough'))
    await expect(cluster.metadata(null)).rejects.toThrow('enough')
  })

  it('reads addresses with names, numbers and brackets', () => {
    expect(addressOf('kafka.example.org:9092')).toEqual({ host: 'kafka.example.org', port: 9092 })
    expect(addressOf('[::1]:19092')).toEqual({ host: '::1', port: 19092 })
  })
})
