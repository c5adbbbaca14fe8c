/**
 * A failure as Connect reports it. The class name is the one that users of the real worker know from traces; it says
 * whether the data, the configuration or a neighbour is to blame.
 */
export class ConnectError extends Error {
  readonly className: string
  /** The same operation may succeed later. */
  readonly retriable: boolean
  constructor(message: string, options: { className?: string; retriable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ConnectError'
    this.className = options.className ?? 'org.apache.kafka.connect.errors.ConnectException'
    this.retriable = options.retriable ?? false
  }
}

/** A record that a transform or a converter cannot take. */
export function dataError(message: string, cause?: unknown): ConnectError {
  return new ConnectError(message, { className: 'org.apache.kafka.connect.errors.DataException', cause })
}

/** A configuration that cannot be used. */
export function configError(message: string): ConnectError {
  return new ConnectError(message, { className: 'org.apache.kafka.common.config.ConfigException' })
}

/** A neighbour that does not answer now. */
export function retriableError(message: string, cause?: unknown): ConnectError {
  return new ConnectError(message, {
    className: 'org.apache.kafka.connect.errors.RetriableException',
    retriable: true,
    cause,
  })
}

/** A trace ends here, should causes ever form a ring. */
const causesMax = 10

/** The error and its causes, as the status of a failed task shows them. */
export function traceOf(error: unknown): string {
  const lines: string[] = []
  for (let at: unknown = error; at != null && lines.length < causesMax; at = at instanceof Error ? at.cause : null) {
    lines.push(`${lines.length > 0 ? 'Caused by: ' : ''}${describe(at)}`)
  }
  return lines.join('\n') + '\n'
}

function describe(error: unknown): string {
  if (error instanceof ConnectError) return `${error.className}: ${error.message}`
  if (error instanceof Error) return `${error.name}: ${error.message}`
  return String(error)
}
