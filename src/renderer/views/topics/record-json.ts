import type { DecodedDetail, RecordDetail } from '../../../shared/contract/records'
import { indented, parseExact } from './json'

/** A whole record as JSON text. Numbers stay as they were written; bytes are base64; what was cut says so. */
export function recordJson(record: RecordDetail): string {
  const { topic, partition, offset, timestamp, key, value, headers } = record
  const parts = [
    `"topic":${JSON.stringify(topic)}`,
    `"partition":${partition}`,
    `"offset":${offset}`,
    `"timestamp":${timestamp}`,
    ...memberTexts('key', key),
    ...memberTexts('value', value),
    `"headers":[${headers.map(header => `{"name":${JSON.stringify(header.name)},${memberTexts('value', header.value)}}`)}]`,
  ]
  return indented(`{${parts.join(',')}}`)
}

function memberTexts(name: string, { kind, text, isCut, base64 }: DecodedDetail): string[] {
  const cut = isCut ? [`"${name}IsCut":true`] : []
  if (kind === 'null') return [`"${name}":null`]
  if (kind === 'bytes') return [`"${name}":{"base64":${JSON.stringify(base64 ?? '')}}`, ...cut]
  const isJson = !isCut && kind !== 'text' && parseExact(text) !== undefined
  return [`"${name}":${isJson ? text : JSON.stringify(text)}`, ...cut]
}
