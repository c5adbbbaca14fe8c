/**
 * What may stand in the fields of a profile: each rule answers what is wrong and the likely fix in one sentence, or null.
 * The form shows it beside the field, and the app refuses what does not pass.
 */

/** One broker: host:port. */
export function brokerMistake(text: string): string | null {
  const broker = text.trim()
  if (broker === '') return 'Write host:port, such as localhost:9092.'
  if (broker.includes('@')) return 'User and password of Kafka have fields of their own below.'
  const scheme = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(broker)
  if (scheme) return `Kafka has no ${scheme[1]}:// in front: write ${scheme[2]?.replace(/\/.*$/, '') || 'host:port'}.`
  if (/[;\s]/.test(broker)) return 'Separate brokers with commas.'
  if (!broker.includes(':')) return `The port is missing: probably ${broker}:9092.`
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[^:/,[\]]+):(\d{1,5})$/i.exec(broker) ?? []
  if (!host) return 'Write host:port, such as localhost:9092.'
  return portMistake(Number(port))
}

/** The address of an HTTP service. */
export function httpMistake(text: string): string | null {
  const address = text.trim()
  if (address === '') return 'Write the address, such as http://localhost:8081.'
  if (!/^https?:\/\//i.test(address)) {
    // Only what looks like a host is repeated: a password may stand in what was typed.
    const [bare] = /^[a-z0-9.-]+(:\d{1,5})?(?=\/|$)/i.exec(address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')) ?? []
    return `It begins with http:// or https://: ${bare ? `probably http://${bare}` : 'write http://host:port'}.`
  }
  const url = parsed(address)
  if (!url) return 'This is no address: write http://host:port.'
  if (url.user !== null || url.password !== null) return 'User and password have fields of their own below.'
  if (url.rest !== '') return `Leave out everything from ${url.rest[0]} on.`
  return url.port === null ? null : portMistake(url.port)
}

/** The address of a database, without the password. */
export function postgresMistake(text: string): string | null {
  const address = text.trim()
  if (address === '') return 'Write postgresql://user@host:5432/database.'
  if (/^jdbc:/i.test(address)) return 'Leave out jdbc: in front, and put the user before the host, as in user@host.'
  if (!/^postgres(ql)?:\/\//i.test(address))
    return 'It begins with postgresql://, such as postgresql://user@host:5432/database.'
  const url = parsed(address)
  if (!url) return 'This is no address: write postgresql://user@host:5432/database.'
  if (url.password !== null) return 'The password has a field of its own below.'
  if (url.user === null) return `The user is missing: postgresql://user@${url.host}${url.path}.`
  if (url.path.length < 2) return 'The database is missing: end with /database.'
  return url.port === null ? null : portMistake(url.port)
}

/** host:port by which Kafka Connect reaches the database; empty where it is the same address. */
export function fromConnectMistake(text: string): string | null {
  const address = text.trim()
  if (address === '') return null
  const [, port] = /^[^\s:/]+:(\d{1,5})$/.exec(address) ?? []
  return port ? portMistake(Number(port)) : 'Write host:port, such as postgres:5432.'
}

export function titleMistake(text: string): string | null {
  if (text.trim() === '') return 'Give it a name.'
  return text.length > titleCharsMax ? `At most ${titleCharsMax} characters.` : null
}

/** One or more certificates as PEM text. */
export function certificateMistake(text: string): string | null {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return 'This is a private key; the certificate belongs here.'
  return /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(text)
    ? null
    : 'Paste the PEM text, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.'
}

/** A private key as PEM text. */
export function keyMistake(text: string): string | null {
  if (/-----BEGIN CERTIFICATE-----/.test(text)) return 'This is a certificate; the private key belongs here.'
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+-----END [A-Z ]*PRIVATE KEY-----/.test(text)
    ? null
    : 'Paste the PEM text, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.'
}

export const titleCharsMax = 60

function portMistake(port: number): string | null {
  return port >= 1 && port <= 65535 ? null : 'A port is a number from 1 to 65535.'
}

interface Address {
  user: string | null
  password: string | null
  /** With the port, as it was written. */
  host: string
  port: number | null
  path: string
  /** From ? or # on. */
  rest: string
}

/** The parts of scheme://user:password@host:port/path; null when it has no such form. */
function parsed(address: string): Address | null {
  const form =
    /^[a-z][a-z0-9+.-]*:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?((?:\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?)(\/[^\s?#]*)?([?#]\S*)?$/i
  const match = form.exec(address)
  if (!match) return null
  const [, user, password, host = '', port, path, rest] = match
  return {
    user: user || null,
    password: password ?? null,
    host,
    port: port === undefined ? null : Number(port),
    path: path ?? '',
    rest: rest ?? '',
  }
}
