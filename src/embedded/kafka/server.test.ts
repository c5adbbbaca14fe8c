import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apis } from './apis'
import { silentLog } from '../lib/log'
import { frameCutter, requestsInFlightMax, serveConnection } from './connection'
import { connectRaw, requestFrame, startTestBroker, type TestBroker } from './testing'
import { frameBytesMax } from './wire/frame'
import { Reader } from './wire/reader'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker({ connectionsMax: 350 })
})
afterAll(() => broker.stop())

const framed = (hex: string) => {
  const body = Buffer.from(hex, 'hex')
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length)
  return Buffer.concat([size, body])
}
/** The first request of librdkafka 2.0.2: ApiVersions 3, flexible header. */
const fromLibrdkafka = framed('0012000300000001000772646b61666b61000b6c696272646b61666b6106322e302e3200')
const apiVersions = (correlationId: number) => requestFrame(18, 0, correlationId, '')

describe('ApiVersions', () => {
  it('answers librdkafka with a header without tags and the table of all that is served', async () => {
    const client = await connectRaw(broker.port)
    client.send(fromLibrdkafka)
    const reader = new Reader((await client.frames(1))[0]!)
    expect([reader.int32(), reader.int16()]).toEqual([1, 0])
    const rows = Array.from({ length: reader.uvarint() - 1 }, () => {
      const row = [reader.int16(), reader.int16(), reader.int16()]
      reader.uvarint()
      return row
    })
    expect(rows).toEqual(apis.map(({ key, advertised }) => [key, ...advertised]))
    expect([reader.int32(), reader.uvarint(), reader.remaining]).toEqual([0, 0, 0])
    client.socket.destroy()
  })

  it('of an unknown version is answered with a body of version 0 that says which there are', async () => {
    const client = await connectRaw(broker.port)
    client.send(requestFrame(18, 99, 7, 'abcdef'))
    expect((await client.frames(1))[0]!.toString('hex')).toBe('00000007' + '0023' + '00000001' + '001200000004')
    client.send(apiVersions(8))
    expect((await client.frames(1))[0]!.readInt32BE(0)).toBe(8)
    client.socket.destroy()
  })

  it('lists every API once, in order', () => {
    const keys = apis.map(({ key }) => key)
    expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b))
  })
})

describe('a connection', () => {
  it.each([
    ['an unknown API', requestFrame(999, 0, 1, '')],
    ['an API of the inside of a cluster', requestFrame(4, 0, 1, '')],
    ['a version that is not served', requestFrame(3, 99, 1, '')],
    ['Produce 2, which carries message sets', requestFrame(0, 2, 1, '0001000003e800000000')],
    ['a negative version', requestFrame(3, -1, 1, '')],
    ['a size of 2 GiB', Buffer.from('7fffffff0003000000000001', 'hex')],
    ['a negative size', Buffer.from('ffffffff', 'hex')],
    ['one byte over the largest size', sizeOnly(frameBytesMax + 1)],
    ['an empty frame', Buffer.from('00000000', 'hex')],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a body that is cut', requestFrame(3, 1, 1, '000000020001')],
    ['an array of 2 billion entries', requestFrame(3, 1, 1, '7fffffff')],
    ['a null where there is none', requestFrame(19, 0, 1, '00000001ffff')],
    ['a string longer than the frame', requestFrame(3, 1, 1, '000000017fff61')],
  ])('ends on %s, and others go on', async (_what, bytes) => {
    const client = await connectRaw(broker.port)
    client.send(bytes)
    await client.closed()
    const other = await connectRaw(broker.port)
    other.send(apiVersions(3))
    expect((await other.frames(1))[0]!.readInt32BE(0)).toBe(3)
    other.socket.destroy()
  })

  it('survives what seeded chance sends', async () => {
    let seed = 42
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below
    for (let round = 0; round < 200; round++) {
      const known = apis[random(apis.length)]!
      const body = Buffer.from(Array.from({ length: random(60) }, () => random(256)))
      const client = await connectRaw(broker.port)
      client.send(
        requestFrame(known.key, known.versions[0] + random(known.versions[1] - known.versions[0] + 1), 1, body),
      )
      client.socket.end()
      await client.closed()
    }
    const client = await connectRaw(broker.port)
    client.send(apiVersions(5))
    expect((await client.frames(1))[0]!.readInt32BE(0)).toBe(5)
    client.socket.destroy()
  })

  it('takes frames in any pieces', async () => {
    const client = await connectRaw(broker.port)
    for (const byte of Buffer.concat([apiVersions(1), apiVersions(2)])) {
      client.send(Buffer.from([byte]))
      if (byte % 4 === 0) await new Promise(resolve => setImmediate(resolve))
    }
    expect((await client.frames(2)).map(frame => frame.readInt32BE(0))).toEqual([1, 2])
    client.socket.destroy()
  })

  it('answers in the order of the requests, also when a later one is done first', async () => {
    const client = await connectRaw(broker.port)
    // Fetch 4 of a topic that exists, waiting 300 ms for a byte.
    const offsets = Buffer.concat([Buffer.from([0, 18]), Buffer.from('__consumer_offsets')]).toString('hex')
    const waiting = 'ffffffff' + '0000012c' + '00000001' + '00100000' + '00' + '00000001' + offsets
    const partition = '00000001' + '00000000' + '0000000000000000' + '00100000'
    client.send(requestFrame(1, 4, 1, waiting + partition))
    client.send(apiVersions(2))
    expect((await client.frames(2)).map(frame => frame.readInt32BE(0))).toEqual([1, 2])
    client.socket.destroy()
  })

  it('answers more requests at once than it works on at once', async () => {
    const client = await connectRaw(broker.port)
    const count = requestsInFlightMax * 5
    client.send(Buffer.concat(Array.from({ length: count }, (_, index) => apiVersions(index))))
    expect((await client.frames(count)).map(frame => frame.readInt32BE(0))).toEqual(
      Array.from({ length: count }, (_, i) => i),
    )
    client.socket.destroy()
  })

  it('of a client that does not read is not answered without end, and is when it reads again', async () => {
    let answered = 0
    const reply = Buffer.alloc(256 * 1024)
    const server = createServer(socket => {
      const answer = () => (answered++, [reply])
      serveConnection({ id: 1, socket, log: silentLog(), answer, onClose() {} })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const client = await connectRaw((server.address() as { port: number }).port)
    client.socket.pause()
    const count = 1000
    client.send(Buffer.concat(Array.from({ length: count }, () => Buffer.from('00000000', 'hex'))))
    let before = -1
    while (answered !== before) {
      before = answered
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    // What the broker holds and what the system holds for both ends, far from the 250 MB of all answers.
    expect(answered).toBeLessThan(200)
    let received = 0
    client.socket.removeAllListeners('data')
    const all = new Promise<void>(resolve =>
      client.socket.on('data', chunk => {
        received += (chunk as Buffer).length
        if (received === count * reply.length) resolve()
      }),
    )
    client.socket.resume()
    await all
    expect(answered).toBe(count)
    client.socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })

  it('is one of many', async () => {
    const clients = await Promise.all(Array.from({ length: 300 }, () => connectRaw(broker.port)))
    clients.forEach((client, index) => client.send(apiVersions(index)))
    const answers = await Promise.all(clients.map(client => client.frames(1)))
    expect(answers.map(([frame]) => frame!.readInt32BE(0))).toEqual(clients.map((_, index) => index))
    for (const client of clients) client.socket.destroy()
  })

  it('is refused when there are as many as are allowed', async () => {
    const clients = await Promise.all(Array.from({ length: 360 }, () => connectRaw(broker.port)))
    await clients.at(-1)!.closed()
    for (const client of clients) client.socket.destroy()
  })
})

describe('a cutter of frames', () => {
  it('does not copy a frame that lies in one piece', () => {
    const cutter = frameCutter()
    const chunk = Buffer.from('00000002aabb00000001cc', 'hex')
    cutter.add(chunk)
    const [first, second] = [cutter.next(), cutter.next()]
    expect([first, second, cutter.next()]).toEqual([Buffer.from('aabb', 'hex'), Buffer.from('cc', 'hex'), null])
    expect((first as Buffer).buffer).toBe(chunk.buffer)
  })

  it('takes the largest frame and none that is larger', () => {
    const cutter = frameCutter()
    cutter.add(sizeOnly(frameBytesMax))
    expect(cutter.next()).toBeNull()
    const other = frameCutter()
    other.add(sizeOnly(frameBytesMax + 1))
    expect(other.next()).toBe('too large')
  })
})

function sizeOnly(size: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(size)
  return bytes
}
