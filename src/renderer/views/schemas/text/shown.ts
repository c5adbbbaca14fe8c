import type { SchemaVersion } from '../../../../shared/contract/schemas'
import { formatJson } from './format-json'
import type { Language } from './highlight'

/** A schema's text as it is shown. */
export interface ShownText {
  text: string
  lines: readonly string[]
  language: Language
}

/** Indents what is JSON; all else stays as it was registered. */
export function shownText({ type, text, isCut }: Pick<SchemaVersion, 'type' | 'text' | 'isCut'>): ShownText {
  const formatted = type === 'PROTOBUF' || isCut ? null : formatJson(text)
  const shown = formatted ?? text
  const language = formatted !== null ? 'json' : type === 'PROTOBUF' ? 'protobuf' : 'text'
  return { text: shown, lines: shown.split(/\r?\n/), language }
}
