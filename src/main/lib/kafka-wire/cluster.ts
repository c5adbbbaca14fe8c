import type { KafkaConnection } from '../kafka'
import type { WireApi } from './apis/api'
import { metadataApi, type BrokerAddress, type Metadata } from './apis/metadata'
import { openConnection, type Address, type WireConnection } from './connection'

/** Asks the brokers of one cluster, over one connection to each; connects when it first asks. */
export interface WireCluster {
  /** Of these topics, or of all; from any broker. Learns where the brokers are. */
  metadata(topics: string[] | null): Promise<Metadata>
  /** Brokers as the last metadata named them. */
  brokers(): BrokerAddress[]
  /** Null: any broker. */
  ask<Request, Response>(
    broker: number | null,
    api: WireApi<Request, Response>,
    request: Request,
    waitMs?: number,
  ): Promise<Response>
  /** Ends all connections; what waits for an answer fails with the reason, and so does what is asked later. */
  close(reason?: Error): void
}

export function wireCluster(options: KafkaConnection): WireCluster {
  const connections = new Map<string, Promise<WireConnection>>()
  let known: BrokerAddress[] = []
  let closed: Error | undefined

  const connectTo = (address: Address): Promise<WireConnection> => {
    if (closed) return Promise.reject(closed)
    const key = `${address.host}:${address.port}`
    const opening = (connections.get(key) ?? Promise.reject(new Error('not open'))).then(
      connection => (connection.isOpen ? connection : open(key, address)),
      () => open(key, address),
    )
    connections.set(key, opening)
    opening.catch(() => connections.get(key) === opening && connections.delete(key))
    return opening
  }
  const open = async (key: string, address: Address): Promise<WireConnection> => {
    const connection = await openConnection(address, options)
    if (!closed) return connection
    connection.close(closed)
    throw closed
  }
  const connectToAny = async (): Promise<WireConnection> => {
    const failures: unknown[] = []
    for (const address of [...options.brokers.map(addressOf), ...known]) {
      try {
        return await connectTo(address)
      } catch (error) {
        if (closed) throw closed
        failures.push(error)
      }
    }
    throw failures[0]
  }
  const connectToBroker = async (id: number): Promise<WireConnection> => {
    const broker = known.find(candidate => candidate.id === id)
    if (!broker) throw new Error(`the broker ${id} is not part of the cluster at the moment`)
    return connectTo(broker)
  }

  return {
    async metadata(topics) {
      const metadata = await (await connectToAny()).ask(metadataApi, { topics })
      known = metadata.brokers
      return metadata
    },
    brokers: () => known,
    async ask(broker, api, request, waitMs) {
      const connection = await (broker === null ? connectToAny() : connectToBroker(broker))
      return connection.ask(api, request, waitMs)
    },
    close(reason = new Error('the client was closed')) {
      closed ??= reason
      for (const opening of connections.values()) {
        opening.then(connection => connection.close(reason)).catch(() => undefined)
      }
      connections.clear()
    },
  }
}

/** host:port, also [::1]:9092. */
export function addressOf(broker: string): Address {
  const colon = broker.lastIndexOf(':')
  return { host: broker.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(broker.slice(colon + 1)) }
}
