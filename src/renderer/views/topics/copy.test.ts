import { expect, it } from 'vitest'
import { kcatCommand, quote } from './copy'

const target = { brokers: '127.0.0.1:9092', topic: 'org.chicago.cta.turnstile.v1', registry: null }

it('reads one record with kcat, through the registry where the value is Avro', () => {
  expect(kcatCommand(target, { partition: 1, offset: '215452' })).toBe(
    'kcat -b 127.0.0.1:9092 -C -t org.chicago.cta.turnstile.v1 -p 1 -o 215452 -c 1 -e',
  )
  expect(kcatCommand({ ...target, registry: 'http://127.0.0.1:8081' }, { partition: 0, offset: '0' })).toContain(
    '-s value=avro -r http://127.0.0.1:8081',
  )
})

it.each([
  ['a-b_c.d', 'a-b_c.d'],
  ['a b', "'a b'"],
  ["it's; rm -rf $HOME", "'it'\\''s; rm -rf $HOME'"],
  ['', "''"],
])('%j is the word %s of a shell', (word, quoted) => {
  expect(quote(word)).toBe(quoted)
})
