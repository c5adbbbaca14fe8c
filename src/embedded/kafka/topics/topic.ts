import type { TopicPartition } from './partition'
import type { TopicConfig } from './topic-config'

export interface Topic {
  readonly name: string
  /** Stays over restarts; a topic that is made anew under the same name has another one. */
  readonly id: string
  readonly isInternal: boolean
  readonly config: TopicConfig
  readonly directory: string
  /** By index, without gaps. Only `Topics` adds to it. */
  readonly partitions: TopicPartition[]
}

/** Topics that clients read but do not make or delete. */
export const offsetsTopic = '__consumer_offsets'
export const transactionsTopic = '__transaction_state'
const internalNames: ReadonlySet<string> = new Set([offsetsTopic, transactionsTopic])

export function isInternalName(name: string): boolean {
  return internalNames.has(name)
}

/** What is wrong with a topic name, in Kafka's words, or null. */
export function nameFault(name: string): string | null {
  if (name === '') return 'Topic name is invalid: the empty string is not allowed'
  if (name === '.' || name === '..') return `Topic name is invalid: '.' or '..' is not allowed`
  if (name.length > 249)
    return `Topic name is invalid: the length of '${name}' is longer than the max allowed length 249`
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
    return `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`
  }
  return null
}

/** Names that differ only in `.` and `_` have the same key: their metrics would collide, so Kafka allows one of them. */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_')
}
