import type { SearchInput } from '../../../shared/contract/records'
import { headersOf } from '../../lib/kafka-wire'
import { decode, type DecodeContext, type SchemaStore } from '../decode'
import type { FetchedRecord } from './fetch-round'

/** Characters of one key, value or header that are searched at most. */
const charsMax = 64 * 1024 * 1024

/** Headers of one record that are searched at most. */
const headersMax = 1_000

/** Tells whether a record has the text in its decoded key or value, or in a header's name or value. */
export function matcher({ contains, matchCase }: Pick<SearchInput, 'contains' | 'matchCase'>, schemas: SchemaStore) {
  const wanted = matchCase ? contains : contains.toLowerCase()
  const context: DecodeContext = {
    wanted: { charsMax, fields: false, indent: false, searchOnly: true },
    schema: schemas.get,
  }
  const has = (text: string) => (matchCase ? text : text.toLowerCase()).includes(wanted)
  const hasIn = (bytes: Buffer | null) => bytes !== null && has(decode(bytes, context).text)
  return {
    matches(record: FetchedRecord): boolean {
      if (hasIn(record.key) || hasIn(record.value)) return true
      return (
        record.headersCount > 0 && headersOf(record, headersMax).some(({ name, value }) => has(name) || hasIn(value))
      )
    },
  }
}
