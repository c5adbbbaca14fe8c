import { converters } from '../converters'
import type { ConverterPlugin } from '../converters/converter'
import { predicates } from '../predicates'
import { transforms } from '../transforms'
import { atLeast, oneOf, type ConfigValue, type Definition } from './definition'

const converterNames = converters.map(converter => converter.className)

/** Keys that the worker itself takes for every connector. */
export const connectorKeys: readonly Definition[] = [
  {
    name: 'name',
    type: 'STRING',
    importance: 'HIGH',
    documentation: 'Globally unique name to use for this connector.',
    group: 'Common',
    width: 'MEDIUM',
    displayName: 'Connector name',
    check: nameComplaint,
  },
  {
    name: 'connector.class',
    type: 'STRING',
    importance: 'HIGH',
    documentation: 'Name or alias of the class for this connector.',
    group: 'Common',
    width: 'LONG',
    displayName: 'Connector class',
  },
  {
    name: 'tasks.max',
    type: 'INT',
    default: 1,
    importance: 'HIGH',
    documentation: 'Maximum number of tasks to use for this connector.',
    group: 'Common',
    width: 'SHORT',
    displayName: 'Tasks max',
    check: atLeast(1),
  },
  converterKey('key.converter', 'Key converter class'),
  converterKey('value.converter', 'Value converter class'),
  {
    name: 'header.converter',
    type: 'CLASS',
    default: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
    importance: 'LOW',
    documentation: 'How headers are written: as text.',
    group: 'Common',
    width: 'SHORT',
    displayName: 'Header converter class',
    check: classComplaint([
      'org.apache.kafka.connect.storage.SimpleHeaderConverter',
      'org.apache.kafka.connect.storage.StringConverter',
    ]),
  },
  {
    name: 'transforms',
    type: 'LIST',
    default: [],
    importance: 'LOW',
    documentation: 'Aliases for the transformations to be applied to records.',
    group: 'Transforms',
    width: 'LONG',
    displayName: 'Transforms',
    check: aliasComplaint,
  },
  {
    name: 'predicates',
    type: 'LIST',
    default: [],
    importance: 'LOW',
    documentation: 'Aliases for the predicates used by transformations.',
    group: 'Predicates',
    width: 'LONG',
    displayName: 'Predicates',
    check: aliasComplaint,
  },
  {
    name: 'errors.retry.timeout',
    type: 'LONG',
    default: 0,
    importance: 'MEDIUM',
    documentation: 'How long, in ms, an operation that fails for now is tried again; 0 is not at all, -1 without end.',
    group: 'Error Handling',
    width: 'MEDIUM',
    displayName: 'Retry Timeout for Errors',
    check: atLeast(-1),
  },
  {
    name: 'errors.retry.delay.max.ms',
    type: 'LONG',
    default: 60000,
    importance: 'MEDIUM',
    documentation: 'The maximum duration in milliseconds between consecutive retry attempts.',
    group: 'Error Handling',
    width: 'MEDIUM',
    displayName: 'Maximum Delay Between Retries for Errors',
    check: atLeast(1),
  },
  {
    name: 'errors.tolerance',
    type: 'STRING',
    default: 'none',
    importance: 'MEDIUM',
    documentation: "'none' fails the task at the first record that cannot be written; 'all' skips such records.",
    group: 'Error Handling',
    width: 'SHORT',
    displayName: 'Error Tolerance',
    check: oneOf('none', 'all'),
  },
  {
    name: 'errors.log.enable',
    type: 'BOOLEAN',
    default: false,
    importance: 'MEDIUM',
    documentation: 'Whether tolerated errors are logged, too.',
    group: 'Error Handling',
    width: 'SHORT',
    displayName: 'Log Errors',
  },
  {
    name: 'errors.log.include.messages',
    type: 'BOOLEAN',
    default: false,
    importance: 'MEDIUM',
    documentation: 'Whether the log of an error names the source position of the record.',
    group: 'Error Handling',
    width: 'SHORT',
    displayName: 'Log Error Details',
  },
  {
    name: 'topic.creation.groups',
    type: 'LIST',
    default: [],
    importance: 'LOW',
    documentation: 'Groups of configurations for topics created by source connectors.',
    group: 'Topic Creation',
    width: 'LONG',
    displayName: 'Topic Creation Groups',
    check: aliasComplaint,
  },
]

function converterKey(name: string, displayName: string): Definition {
  return {
    name,
    type: 'CLASS',
    default: 'org.apache.kafka.connect.json.JsonConverter',
    importance: 'LOW',
    documentation: 'Converter class that decides how keys or values are written to Kafka, such as JSON or Avro.',
    group: 'Common',
    width: 'SHORT',
    displayName,
    recommended: converterNames,
    check: classComplaint(converterNames),
  }
}

/** `transforms.a.…` keys that every transform has. */
export function transformKeys(alias: string): Definition[] {
  return [
    typeKey(
      `transforms.${alias}.type`,
      `Class for the '${alias}' transformation.`,
      transforms.map(plugin => plugin.className),
    ),
    {
      name: `transforms.${alias}.predicate`,
      type: 'STRING',
      default: null,
      importance: 'MEDIUM',
      documentation: 'The alias of a predicate used to determine whether to apply this transformation.',
    },
    {
      name: `transforms.${alias}.negate`,
      type: 'BOOLEAN',
      default: false,
      importance: 'MEDIUM',
      documentation: 'Whether the configured predicate should be negated.',
    },
  ]
}

export function predicateKeys(alias: string): Definition[] {
  return [
    typeKey(
      `predicates.${alias}.type`,
      `Class for the '${alias}' predicate.`,
      predicates.map(plugin => plugin.className),
    ),
  ]
}

function typeKey(name: string, documentation: string, classNames: string[]): Definition {
  return {
    name,
    type: 'CLASS',
    importance: 'HIGH',
    documentation,
    width: 'LONG',
    recommended: classNames,
    check: classComplaint(classNames),
  }
}

/** Classes may be named in full, or by the last part of their name. */
export function findClass<Plugin extends { className: string }>(
  plugins: readonly Plugin[],
  name: string,
): Plugin | undefined {
  const full = plugins.find(plugin => plugin.className === name)
  return full ?? plugins.find(plugin => simpleName(plugin.className) === name)
}

export function simpleName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1)
}

export function converterNamed(name: string): ConverterPlugin | undefined {
  return findClass(converters, name)
}

function classComplaint(classNames: string[]): (value: ConfigValue) => string | null {
  const plugins = classNames.map(className => ({ className }))
  return value => (findClass(plugins, String(value)) ? null : `Class ${String(value)} could not be found.`)
}

function aliasComplaint(value: ConfigValue): string | null {
  const aliases = value as string[]
  return new Set(aliases).size < aliases.length ? 'Duplicate alias provided.' : null
}

function nameComplaint(value: ConfigValue): string | null {
  const name = String(value)
  if (name.trim() === '') return 'String may not be empty'
  return [...name].some(char => char < ' ' || char === '\u007f') ? 'String may not contain control sequences' : null
}
