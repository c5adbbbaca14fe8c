import type { FastifyRequest } from '../../lib/http'
import type { Instances } from '../consumers/instances'
import { restError } from '../errors'
import type { ProxyKafka } from '../kafka'
import type { RegistryClient } from '../registry-client'

/** What every route is given. */
export interface RouteContext {
  kafka: ProxyKafka
  registry: RegistryClient
  instances: Instances
}

/** A part of the path, decoded. */
export function param(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? ''
}

/**
 * The partition that the path names.
 *
 * @throws HttpError 404 when it is not a number
 */
export function partitionParam(request: FastifyRequest): number {
  const text = param(request, 'partition')
  if (!/^\d{1,10}$/.test(text)) throw restError('partitionNotFound')
  return Number(text)
}
