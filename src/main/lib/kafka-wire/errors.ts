/** Kafka's error codes that the calls made here can get, in words for people. */
const sentences: Record<number, string> = {
  [-1]: 'the broker had an error of its own; its log has the details',
  1: 'the offset is not there',
  2: 'the records are damaged on the broker (CORRUPT_MESSAGE)',
  3: 'the topic or partition does not exist',
  5: 'no broker leads the partition at the moment',
  6: 'another broker leads the partition now',
  7: 'the broker needed too long',
  9: 'the replica is not available at the moment',
  17: 'the name is not that of a topic',
  29: 'reading the topic is not allowed to this user',
  31: 'asking the cluster for this is not allowed to this user',
  33: 'the broker does not offer this kind of login',
  35: 'the broker does not know this version of the request; it is older than Kafka 2.1',
  41: 'the broker is not the controller',
  56: 'the disk that the partition lies on has failed',
  58: 'the login was refused',
  74: 'the broker has newer metadata than was asked with',
  76: 'the broker cannot send records in this compression to this client',
}

/** Errors after which newer metadata helps: the partition has moved, or is just being made. */
const movedCodes = new Set([3, 5, 6, 9, 74])

/** Numbers of the errors that callers tell apart. */
export const kafkaErrors = { none: 0, offsetOutOfRange: 1, unknownTopic: 3 } as const

/** An error that the broker answered with. */
export class KafkaError extends Error {
  readonly code: number
  constructor(code: number, detail?: string | null) {
    super(kafkaErrorText(code) + (detail ? `: ${detail}` : ''))
    this.name = 'KafkaError'
    this.code = code
  }
}

/** The error in words, with its number. */
export function kafkaErrorText(code: number): string {
  return sentences[code] ?? `the broker answered with error ${code}`
}

/** Whether newer metadata may mend it. */
export function hasMoved(code: number): boolean {
  return movedCodes.has(code)
}

/** @throws KafkaError unless the code says that all is well */
export function checkCode(code: number, detail?: string | null): void {
  if (code !== kafkaErrors.none) throw new KafkaError(code, detail)
}
