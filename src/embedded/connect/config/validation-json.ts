import { connectorKeys } from './connector-keys'
import type { ConfigValue, Definition } from './definition'
import type { Validation, ValidatedEntry } from './validate'

/** The answer of /connector-plugins/{plugin}/config/validate. */
export function validationJson({ className, entries }: Validation): object {
  const groups = entries.map(entry => entry.definition.group).filter(group => group !== undefined)
  return {
    name: className,
    error_count: entries.reduce((sum, entry) => sum + entry.errors.length, 0),
    groups: [...new Set(groups)],
    configs: entries.map(entry => ({
      definition: definitionJson(entry.definition, entry.order),
      value: valueJson(entry),
    })),
  }
}

/** A definition as the answers of Connect show it. */
export function definitionJson(definition: Definition, order: number): object {
  return {
    name: definition.name,
    type: definition.type,
    required: definition.default === undefined,
    default_value: definition.default === undefined ? null : textOf(definition.default),
    importance: definition.importance,
    documentation: definition.documentation,
    group: definition.group ?? null,
    order_in_group: definition.group === undefined ? -1 : order,
    width: definition.width ?? 'NONE',
    display_name: definition.displayName ?? definition.name,
    dependents: definition.dependents ?? [],
  }
}

/** The keys of a plugin alone, as /connector-plugins/{plugin}/config lists them. */
export function definitionsJson(definitions: readonly Definition[]): object[] {
  return definitions.map((definition, index) => definitionJson(definition, index + 1))
}

/** A connector's keys include the worker's. */
export function connectorDefinitionsJson(definitions: readonly Definition[]): object[] {
  return definitionsJson([...connectorKeys, ...definitions])
}

function valueJson({ definition, value, errors }: ValidatedEntry): object {
  return {
    name: definition.name,
    value: definition.type === 'PASSWORD' && value !== null ? '[hidden]' : textOf(value),
    recommended_values: definition.recommended ?? [],
    errors,
    visible: true,
  }
}

function textOf(value: ConfigValue): string | null {
  if (value === null) return null
  return Array.isArray(value) ? value.join(',') : String(value)
}
