import { useMemo } from 'react'
import type { DecodedDetail } from '../../../../shared/contract/records'
import { formatBytes } from '../../../ui/format'
import { Tag } from '../../../ui/Tag'
import { ValueTree } from '../../../ui/ValueTree'
import { parseExact } from '../json'
import { cellText, visibleText } from '../text'
import classes from './Detail.module.css'
import { LongText } from './LongText'

/** Longer JSON is shown as text: as a tree it would be slow to open and endless to read. */
const treeCharsMax = 200_000

export const kindWords: Record<DecodedDetail['kind'], string> = {
  avro: 'Avro',
  'json-schema': 'JSON Schema',
  json: 'JSON',
  text: 'text',
  number: 'number',
  null: 'null',
  bytes: 'bytes',
}

/** A key, value or header as what it was understood to be. */
export function Decoded({ part, label }: { part: DecodedDetail; label: string }) {
  const { kind, text, isCut, reason } = part
  const value = useMemo(
    () => (isTree(part) && text.length <= treeCharsMax && !isCut ? parseExact(text) : undefined),
    [part, text, isCut],
  )
  return (
    <>
      {reason && (
        <p className={classes.reason} data-tone={kind === 'bytes' ? 'warn' : undefined}>
          {kind === 'bytes' && <Tag tone="warn">bytes</Tag>} {visibleText(reason)}
        </p>
      )}
      {kind === 'null' ? (
        <p className={classes.null}>null</p>
      ) : value !== undefined ? (
        <ValueTree value={value} label={label} root={{ title: nameOf(part) ?? label, type: kindWords[kind] }} />
      ) : kind === 'bytes' ? null : text.length < shortMax && !text.includes('\n') ? (
        <p className={classes.short}>
          <span data-kind={kind}>{text === '' ? <i>empty text</i> : visibleText(text)}</span>
          <small>{kindWords[kind]}</small>
        </p>
      ) : (
        <LongText text={text} isCut={isCut} label={label} />
      )}
    </>
  )
}

/** Text up to here is shown in a line that breaks. */
const shortMax = 400

/** "key 11 B, value 20 B" */
export function sizeWords(key: DecodedDetail, value: DecodedDetail): string {
  const words = ({ sizeBytes }: DecodedDetail) => (sizeBytes === null ? 'null' : formatBytes(sizeBytes))
  return `key ${words(key)}, value ${words(value)}`
}

function isTree({ kind }: DecodedDetail): boolean {
  return kind === 'avro' || kind === 'json' || kind === 'json-schema'
}

/** The record's name in its schema, such as TurnstileEntry. */
function nameOf({ schema }: DecodedDetail): string | null {
  if (!schema) return null
  const parsed = parseExact(schema.text)
  if (typeof parsed !== 'object' || parsed === null) return null
  const { name, title } = parsed as { name?: unknown; title?: unknown }
  const found = typeof name === 'string' ? name : title
  return typeof found === 'string' && found !== '' ? cellText(found, 60) : null
}
