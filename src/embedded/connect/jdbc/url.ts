import { configError } from '../data/errors'
import type { Address, Addresses } from '../http/addresses'

const defaultPort = 5432

/** What a PostgreSQL JDBC URL says. */
export interface JdbcUrl {
  hosts: Address[]
  /** Empty: named like the user. */
  database: string
  /** Parameters behind the question mark. */
  parameters: Map<string, string>
}

/**
 * Reads jdbc:postgresql://host:port,host2/database?name=value; host, port and database may be left out.
 * (https://jdbc.postgresql.org/documentation/use/)
 *
 * @throws ConnectError (ConfigException)
 */
export function parseJdbcUrl(url: string, addresses: Addresses): JdbcUrl {
  const match =
    /^jdbc:postgresql:(?:\/\/(?<hosts>[^/?]*)(?:\/(?<path>[^?]*))?|(?<name>[^/?]*))(?:\?(?<query>.*))?$/.exec(url)
  if (!match) throw configError(notPostgres(url))
  const { hosts = '', path, name, query = '' } = match.groups!
  return {
    hosts: hosts.split(',').map(text => parseHost(text.trim(), addresses)),
    database: decodeURIComponent(path ?? name ?? ''),
    parameters: new Map(new URLSearchParams(query)),
  }
}

function notPostgres(url: string): string {
  const kind = /^jdbc:(\w+):/.exec(url)?.[1]
  if (kind === undefined) return 'Not a valid JDBC URL: it must begin with jdbc:postgresql:'
  if (kind === 'postgresql') return 'Not a valid PostgreSQL JDBC URL: write jdbc:postgresql://host:port/database'
  return `No suitable driver found for jdbc:${kind}: only jdbc:postgresql is known here`
}

function parseHost(text: string, addresses: Addresses): Address {
  const match = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/.exec(text)
  if (!match) throw configError(`Not a valid PostgreSQL JDBC URL: "${text}" is not host:port`)
  const { host = '', port } = match.groups!
  return addresses.resolve(
    host.replace(/^\[|\]$/g, '') || 'localhost',
    port === undefined ? null : Number(port),
    defaultPort,
  )
}
