import { configError } from '../data/errors'

export type ConfigType = 'STRING' | 'INT' | 'LONG' | 'DOUBLE' | 'BOOLEAN' | 'LIST' | 'CLASS' | 'PASSWORD'
export type ConfigValue = string | number | boolean | string[] | null

/** A configuration as it is stored: every value is text. */
export type RawConfig = Record<string, string>

/** One key that a plugin takes; the shape follows Kafka's ConfigDef. */
export interface Definition {
  name: string
  type: ConfigType
  /** Left out: the key is required. */
  default?: ConfigValue
  importance: 'HIGH' | 'MEDIUM' | 'LOW'
  documentation: string
  group?: string
  width?: 'NONE' | 'SHORT' | 'MEDIUM' | 'LONG'
  displayName?: string
  dependents?: string[]
  recommended?: string[]
  /** Why the value cannot be taken, without the name of the key; null when it can. */
  check?(value: ConfigValue): string | null
}

export interface ParsedValue {
  value: ConfigValue
  errors: string[]
}

/** The parsed values of a configuration, by key. */
export type Values = ReadonlyMap<string, ConfigValue>

/** Parses what the definitions name. A missing key takes its default; a required one gets an error. */
export function parseConfig(definitions: readonly Definition[], raw: RawConfig): Map<string, ParsedValue> {
  return new Map(definitions.map(definition => [definition.name, parseOne(definition, raw[definition.name])]))
}

/**
 * The values of a configuration that is to be used now.
 *
 * @throws ConnectError (ConfigException) with the first error
 */
export function readConfig(definitions: readonly Definition[], raw: RawConfig): Values {
  const values = new Map<string, ConfigValue>()
  for (const [name, { value, errors }] of parseConfig(definitions, raw)) {
    if (errors[0] !== undefined) throw configError(errors[0])
    values.set(name, value)
  }
  return values
}

function parseOne(definition: Definition, text: string | undefined): ParsedValue {
  const { name } = definition
  if (text === undefined) {
    if (definition.default !== undefined) return { value: definition.default, errors: [] }
    return { value: null, errors: [`Missing required configuration "${name}" which has no default value.`] }
  }
  const parsed = parseText(definition.type, text.trim())
  if ('error' in parsed) {
    return { value: null, errors: [`Invalid value ${text} for configuration ${name}: ${parsed.error}`] }
  }
  const complaint = definition.check?.(parsed.value) ?? null
  if (complaint === null) return { value: parsed.value, errors: [] }
  return {
    value: parsed.value,
    errors: [`Invalid value ${shown(parsed.value)} for configuration ${name}: ${complaint}`],
  }
}

function parseText(type: ConfigType, text: string): { value: ConfigValue } | { error: string } {
  switch (type) {
    case 'STRING':
    case 'CLASS':
    case 'PASSWORD':
      return { value: text }
    case 'LIST':
      return { value: text === '' ? [] : text.split(/\s*,\s*/) }
    case 'BOOLEAN':
      if (/^(true|false)$/i.test(text)) return { value: text.toLowerCase() === 'true' }
      return { error: 'Expected value to be either true or false' }
    case 'INT':
    case 'LONG':
      return parseWhole(type, text)
    case 'DOUBLE': {
      const value = Number(text)
      return text !== '' && Number.isFinite(value) ? { value } : { error: 'Not a number of type DOUBLE' }
    }
  }
}

const int32Max = 2 ** 31 - 1

function parseWhole(type: 'INT' | 'LONG', text: string): { value: number } | { error: string } {
  const value = Number(text)
  const fits = type === 'INT' ? value <= int32Max && value >= -int32Max - 1 : Number.isSafeInteger(value)
  return /^[+-]?\d+$/.test(text) && fits ? { value } : { error: `Not a number of type ${type}` }
}

function shown(value: ConfigValue): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value)
}

/** Checks for definitions, worded as Kafka words them. */
export function oneOf(...allowed: string[]): (value: ConfigValue) => string | null {
  return value => (allowed.includes(String(value)) ? null : `String must be one of: ${allowed.join(', ')}`)
}

/** As oneOf, in any case. */
export function oneOfAnyCase(...allowed: string[]): (value: ConfigValue) => string | null {
  const upper = allowed.map(text => text.toUpperCase())
  return value =>
    upper.includes(String(value).toUpperCase()) ? null : `String must be one of (case insensitive): ${upper.join(', ')}`
}

export function atLeast(least: number): (value: ConfigValue) => string | null {
  return value => (Number(value) >= least ? null : `Value must be at least ${least}`)
}

export function notEmpty(value: ConfigValue): string | null {
  return value === '' || (Array.isArray(value) && value.length === 0) ? 'String must be non-empty' : null
}

/** Values by their types. A key that is not defined is a mistake in our own code. */
export function textAt(values: Values, name: string): string {
  return (at(values, name) as string | null) ?? ''
}

export function textOrNullAt(values: Values, name: string): string | null {
  return at(values, name) as string | null
}

export function numberAt(values: Values, name: string): number {
  return at(values, name) as number
}

export function flagAt(values: Values, name: string): boolean {
  return at(values, name) as boolean
}

export function listAt(values: Values, name: string): string[] {
  return (at(values, name) as string[] | null) ?? []
}

function at(values: Values, name: string): ConfigValue {
  const value = values.get(name)
  if (value === undefined) throw new Error(`the configuration key ${name} is not defined`)
  return value
}

/** The part of a configuration whose keys begin with `prefix`, with the prefix cut off. */
export function withPrefix(raw: RawConfig, prefix: string): RawConfig {
  return Object.fromEntries(
    Object.entries(raw)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  )
}
