import { connect } from 'node:net'

/** What became of a request. silent: neither an answer nor an end within the time. */
export type Outcome = 'answered' | 'closed' | 'silent'

/** Sends bytes on a connection of their own and waits for a whole frame or the end of the connection. */
export function outcomeOf(port: number, bytes: Buffer, withinMs: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = Buffer.alloc(0)
    const end = (outcome: Outcome) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => end('silent'), withinMs)
    let isConnected = false
    socket.on('connect', () => {
      isConnected = true
      socket.write(bytes)
    })
    socket.on('data', chunk => {
      received = Buffer.concat([received, chunk as Buffer])
      if (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) end('answered')
    })
    socket.on('error', error => {
      // A broker that resets the connection has closed it; one that cannot be connected to is gone.
      if (isConnected) return end('closed')
      clearTimeout(timer)
      reject(error)
    })
    socket.on('close', () => end('closed'))
  })
}
