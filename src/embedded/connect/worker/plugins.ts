import { simpleName } from '../config/connector-keys'
import type { Definition } from '../config/definition'
import { connectors } from '../connectors'
import type { SourceConnectorPlugin } from '../connectors/plugin'
import { converters } from '../converters'
import { ConnectError } from '../data/errors'
import { predicates } from '../predicates'
import { transforms } from '../transforms'
import { badRequest } from './request-error'

/** The version that our transforms, converters and predicates stand for. */
const kafkaVersion = '4.1.0'

export interface PluginInfo {
  className: string
  type: 'source' | 'converter' | 'transformation' | 'predicate'
  version: string
  definitions: readonly Definition[]
}

/** Everything that a configuration can name. */
export const plugins: readonly PluginInfo[] = [
  ...connectors.map(({ className, version, definitions }) => ({
    className,
    version,
    definitions,
    type: 'source' as const,
  })),
  ...converters.map(plugin => ({ ...plugin, version: kafkaVersion, type: 'converter' as const })),
  ...transforms.map(plugin => ({ ...plugin, version: kafkaVersion, type: 'transformation' as const })),
  ...predicates.map(plugin => ({ ...plugin, version: kafkaVersion, type: 'predicate' as const })),
]

/** A plugin by its class, the last part of it, or that less `Connector`. */
export function findPlugin(name: string): PluginInfo | undefined {
  return plugins.find(({ className }) => isNamed(className, name))
}

/** @throws RequestError 400 when there is none; the message lists those that there are */
export function requireConnector(className: string): SourceConnectorPlugin {
  const found = connectors.find(plugin => isNamed(plugin.className, className))
  if (found) return found
  const available = connectors.map(
    plugin =>
      `PluginDesc{klass=class ${plugin.className}, name='${plugin.className}', version='${plugin.version}', type=source, typeName='source'}`,
  )
  throw badRequest(
    'org.apache.kafka.connect.errors.ConnectException: Failed to find any class that implements Connector and which ' +
      `name matches ${className}, available connectors are: ${available.join(', ')}`,
  )
}

export function isNamed(className: string, name: string): boolean {
  const simple = simpleName(className)
  return name === className || name === simple || name === simple.replace(/Connector$/, '')
}

/** For a connector that another worker has stored and whose class we do not have: it shows as FAILED. */
export function missingConnector(className: string): SourceConnectorPlugin {
  const fail = () =>
    Promise.reject(
      new ConnectError(`Failed to find any class that implements Connector and which name matches ${className}`),
    )
  return {
    className,
    taskClassName: className,
    version: 'unknown',
    definitions: [],
    validate: async () => new Map(),
    startConnector: fail,
    startTask: fail,
  }
}
