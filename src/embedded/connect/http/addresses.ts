export interface Address {
  host: string
  port: number
}

/** Where a host and port of a connector's configuration really is. */
export interface Addresses {
  /** @param port null when the configuration names none: it is `defaultPort` then */
  resolve(host: string, port: number | null, defaultPort: number): Address
}

/**
 * Names of a compose file (`postgres`, `schema-registry:8081`) stand for services of this stack. An entry with a port
 * is for that port; one without is for a configuration that names no port, or the usual one.
 */
export function addressesOf(aliases: Record<string, string>): Addresses {
  const table = new Map(Object.entries(aliases).map(([name, target]) => [name.toLowerCase(), target]))
  return {
    resolve(host, givenPort, defaultPort) {
      const port = givenPort ?? defaultPort
      const name = host.toLowerCase()
      const target = table.get(`${name}:${port}`) ?? (port === defaultPort ? table.get(name) : undefined)
      if (target === undefined) return { host, port }
      const colon = target.lastIndexOf(':')
      return { host: target.slice(0, colon), port: Number(target.slice(colon + 1)) }
    },
  }
}

/** A URL with host and port put where they really are; everything else stays. */
export function resolveUrl(text: string, addresses: Addresses): URL {
  const url = new URL(text)
  const usual = url.protocol === 'https:' ? 443 : 80
  const target = addresses.resolve(url.hostname, url.port === '' ? null : Number(url.port), usual)
  url.hostname = target.host
  url.port = String(target.port)
  return url
}
