import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../lib/log'
import type { RunningService } from '../lib/service'
import { startKafka, type BrokerConfig } from './index'

export interface TestBroker {
  endpoint: string
  port: number
  dataDir: string
  /** Stops the broker and starts it again on the same data. */
  restart(): Promise<void>
  /** Stops the broker and removes its data. */
  stop(): Promise<void>
}

/** A broker on a free port with a data directory of its own. */
export async function startTestBroker(config: Partial<BrokerConfig> = {}): Promise<TestBroker> {
  const dataDir = await mkdtemp(join(tmpdir(), 'elevated-kafka-'))
  const start = (port: number) =>
    startKafka({ port, log: silentLog(), dataDir, config: { offsetsTopicPartitions: 2, ...config } })
  let running: RunningService = await start(0)
  return {
    dataDir,
    port: running.port,
    endpoint: running.endpoint,
    async restart() {
      await running.stop()
      running = await start(running.port)
    },
    async stop() {
      await running.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

export interface RawClient {
  send(bytes: Buffer): void
  /** The next `count` frames, without their sizes. */
  frames(count: number): Promise<Buffer[]>
  /** Resolves when the broker has closed the connection. */
  closed(): Promise<void>
  readonly socket: Socket
}

/** A client that sends any bytes. */
export async function connectRaw(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1')
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.on('error', () => {})
  let received = Buffer.alloc(0)
  let isClosed = false
  let wake = () => {}
  socket.on('data', chunk => {
    received = Buffer.concat([received, chunk as Buffer])
    wake()
  })
  socket.on('close', () => {
    isClosed = true
    wake()
  })
  const change = () => new Promise<void>(resolve => (wake = resolve))
  return {
    socket,
    send: bytes => void socket.write(bytes),
    async frames(count) {
      const frames: Buffer[] = []
      while (frames.length < count) {
        const size = received.length >= 4 ? received.readInt32BE(0) : Infinity
        if (received.length >= 4 + size) {
          frames.push(received.subarray(4, 4 + size))
          received = received.subarray(4 + size)
        } else if (isClosed) throw new Error(`closed after ${frames.length} of ${count} frames`)
        else await change()
      }
      return frames
    },
    async closed() {
      while (!isClosed) await change()
    },
  }
}

/** A request's frame with a header of version 1, size included. */
export function requestFrame(apiKey: number, apiVersion: number, correlationId: number, body: Buffer | string): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'hex') : body
  const frame = Buffer.alloc(14 + bytes.length)
  frame.writeInt32BE(frame.length - 4, 0)
  frame.writeInt16BE(apiKey, 4)
  frame.writeInt16BE(apiVersion, 6)
  frame.writeInt32BE(correlationId, 8)
  frame.writeInt16BE(-1, 12)
  bytes.copy(frame, 14)
  return frame
}
