import { flagAt, listAt, notEmpty, oneOf, textAt, type Definition, type Values } from '../config/definition'
import { registryClient, type RegistryClient } from '../http/registry-client'
import type { ConverterContext } from './converter'

/** Keys that all converters with a registry share. */
export const registryDefinitions: Definition[] = [
  {
    name: 'schema.registry.url',
    type: 'LIST',
    importance: 'HIGH',
    documentation: 'Addresses of the schema registry, with commas between them.',
    check: notEmpty,
  },
  {
    name: 'auto.register.schemas',
    type: 'BOOLEAN',
    default: true,
    importance: 'MEDIUM',
    documentation: 'Registers schemas that the registry does not have.',
  },
  {
    name: 'basic.auth.credentials.source',
    type: 'STRING',
    default: 'URL',
    importance: 'MEDIUM',
    documentation: 'Where user and password of the registry stand: URL or USER_INFO.',
    check: oneOf('URL', 'USER_INFO'),
  },
  {
    name: 'basic.auth.user.info',
    type: 'PASSWORD',
    default: '',
    importance: 'MEDIUM',
    documentation: 'user:password, for USER_INFO.',
  },
]

/** Asks the registry for the ids of a converter's schemas. */
export interface Registration {
  /** The subject is the topic with -key or -value behind it. */
  idOf(topic: string, schema: string): Promise<number>
}

export function registrationOf(values: Values, context: ConverterContext, schemaType: 'AVRO' | 'JSON'): Registration {
  const urls = listAt(values, 'schema.registry.url')
  const client: RegistryClient = registryClient({
    urls,
    credentials: credentialsOf(values, urls),
    addresses: context.addresses,
    signal: context.signal,
  })
  const register = flagAt(values, 'auto.register.schemas')
  return {
    idOf: (topic, schema) => client.idOf(`${topic}-${context.isKey ? 'key' : 'value'}`, schema, schemaType, register),
  }
}

function credentialsOf(values: Values, urls: string[]): string {
  if (textAt(values, 'basic.auth.credentials.source') === 'USER_INFO') return textAt(values, 'basic.auth.user.info')
  const user = /^https?:\/\/([^/@]*)@/.exec(urls[0] ?? '')?.[1]
  return user === undefined ? '' : decodeURIComponent(user)
}
