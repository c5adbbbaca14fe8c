import type { RecordPlace } from './address'

/** How kcat reaches what the page shows, as the person's own shell would. */
export interface KcatTarget {
  /** Addresses as the profile shows them, without credentials. */
  brokers: string
  topic: string
  /** Address of the registry when the value is in its format; null for everything else. */
  registry: string | null
}

/** Reads exactly one record: `kcat -b 127.0.0.1:9092 -C -t orders -p 0 -o 215452 -c 1`. */
export function kcatCommand({ brokers, topic, registry }: KcatTarget, { partition, offset }: RecordPlace): string {
  const words = [
    'kcat',
    '-b',
    quote(brokers),
    '-C',
    '-t',
    quote(topic),
    '-p',
    String(partition),
    '-o',
    offset,
    '-c',
    '1',
  ]
  if (registry) words.push('-s', 'value=avro', '-r', quote(registry))
  words.push('-e')
  return words.join(' ')
}

/** A word of a shell: as it is when nothing in it means anything there, else in single quotes. */
export function quote(word: string): string {
  if (/^[A-Za-z0-9_./:,@%+=-]+$/.test(word)) return word
  return `'${word.replaceAll("'", `'\\''`)}'`
}
