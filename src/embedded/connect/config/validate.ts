import type { SourceConnectorPlugin, SourceContext } from '../connectors/plugin'
import { predicates } from '../predicates'
import { transforms } from '../transforms'
import { connectorKeys, converterNamed, findClass, predicateKeys, transformKeys } from './connector-keys'
import {
  parseConfig,
  readConfig,
  withPrefix,
  type ConfigValue,
  type Definition,
  type ParsedValue,
  type RawConfig,
} from './definition'

/** A configuration with everything that is said about it, in order. */
export interface Validation {
  className: string
  entries: ValidatedEntry[]
}

export interface ValidatedEntry extends ParsedValue {
  definition: Definition
  /** Place within its group, from 1. */
  order: number
}

/**
 * Checks a whole configuration: the worker's own keys, those of each transform and predicate, the converters', and the
 * connector's, which may ask the source itself.
 */
export async function validateConnector(
  plugin: SourceConnectorPlugin,
  raw: RawConfig,
  context: SourceContext,
): Promise<Validation> {
  const entries = [...parsed(connectorKeys, raw), ...transformEntries(raw), ...predicateEntries(raw)]
  addConverterErrors(entries, raw)
  const own = parsed(plugin.definitions, raw)
  const values = new Map(own.map(entry => [entry.definition.name, entry as ParsedValue]))
  const further = await plugin.validate(values, context)
  for (const entry of own) entry.errors.push(...(further.get(entry.definition.name) ?? []))
  return { className: plugin.className, entries: numbered([...entries, ...own]) }
}

/** All errors in one list. */
export function errorsOf({ entries }: Validation): string[] {
  return entries.flatMap(entry => entry.errors)
}

type Entry = Omit<ValidatedEntry, 'order'>

function parsed(definitions: readonly Definition[], raw: RawConfig, group?: string): Entry[] {
  const values = parseConfig(definitions, raw)
  return definitions.map(definition => ({
    definition: { ...definition, group: group ?? definition.group },
    ...values.get(definition.name)!,
  }))
}

function transformEntries(raw: RawConfig): Entry[] {
  const declared = aliasesOf(raw.predicates)
  return aliasesOf(raw.transforms).flatMap(alias => {
    const group = `Transforms: ${alias}`
    const general = parsed(transformKeys(alias), raw, group)
    const predicate = raw[`transforms.${alias}.predicate`]
    if (predicate !== undefined && !declared.includes(predicate)) {
      general[1]!.errors.push(
        `Invalid value ${predicate} for configuration transforms.${alias}.predicate: Alias must be declared in the predicates list`,
      )
    }
    const plugin = findClass(transforms, raw[`transforms.${alias}.type`] ?? '')
    if (!plugin) return general
    return [...general, ...pluginEntries(plugin, `transforms.${alias}.`, raw, group)]
  })
}

function predicateEntries(raw: RawConfig): Entry[] {
  return aliasesOf(raw.predicates).flatMap(alias => {
    const group = `Predicates: ${alias}`
    const plugin = findClass(predicates, raw[`predicates.${alias}.type`] ?? '')
    const general = parsed(predicateKeys(alias), raw, group)
    return plugin ? [...general, ...pluginEntries(plugin, `predicates.${alias}.`, raw, group)] : general
  })
}

interface Creatable {
  definitions: readonly Definition[]
  create(values: ReadonlyMap<string, ConfigValue>): unknown
}

/** The keys of a transform or predicate; when each is right, it is made once, to see whether they go together. */
function pluginEntries(plugin: Creatable, prefix: string, raw: RawConfig, group: string): Entry[] {
  const own = withPrefix(raw, prefix)
  const entries = parsed(plugin.definitions, own, group).map(entry => ({
    ...entry,
    definition: { ...entry.definition, name: prefix + entry.definition.name, displayName: entry.definition.name },
    errors: entry.errors.map(error => withFullName(error, entry.definition.name, prefix)),
  }))
  if (entries.every(entry => entry.errors.length === 0)) {
    const complaint = complaintOf(() => plugin.create(readConfig(plugin.definitions, own)))
    if (complaint !== null) entries[0]?.errors.push(complaint)
  }
  return entries
}

function withFullName(error: string, name: string, prefix: string): string {
  return error
    .replace(`"${name}"`, `"${prefix}${name}"`)
    .replace(`configuration ${name}:`, `configuration ${prefix}${name}:`)
}

/** A converter's own keys are no entries of the answer: what is wrong with them stands at the converter. */
function addConverterErrors(entries: Entry[], raw: RawConfig): void {
  for (const name of ['key.converter', 'value.converter']) {
    const entry = entries.find(other => other.definition.name === name)!
    const plugin = raw[name] === undefined ? undefined : converterNamed(raw[name])
    if (!plugin) continue
    const complaint = complaintOf(() => readConfig(plugin.definitions, withPrefix(raw, `${name}.`)))
    if (complaint !== null) entry.errors.push(`Invalid value ${raw[name]} for configuration ${name}: ${complaint}`)
  }
}

function complaintOf(run: () => unknown): string | null {
  try {
    run()
    return null
  } catch (error) {
    return (error as Error).message
  }
}

function aliasesOf(list: string | undefined): string[] {
  const aliases = (list ?? '').split(',').map(alias => alias.trim())
  return [...new Set(aliases.filter(alias => alias !== ''))]
}

function numbered(entries: Entry[]): ValidatedEntry[] {
  const counts = new Map<string, number>()
  return entries.map(entry => {
    const group = entry.definition.group ?? ''
    const order = (counts.get(group) ?? 0) + 1
    counts.set(group, order)
    return { ...entry, order }
  })
}
