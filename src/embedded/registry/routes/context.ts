import type { FastifyRequest } from '../../lib/http'
import type { Parse } from '../commands'
import type { RegistryStore } from '../store'

/** What every route is given. */
export interface RouteContext {
  store: RegistryStore
  parse: Parse
}

/** A part of the path, decoded. */
export function param(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? ''
}

/** The first value of a query parameter, or undefined. */
export function query(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, string | string[] | undefined>)[name]
  return Array.isArray(value) ? value[0] : value
}

/** Whether a query parameter says true. */
export function flag(request: FastifyRequest, name: string): boolean {
  return query(request, name)?.toLowerCase() === 'true'
}

/** A member of the body, or undefined when there is no object. */
export function member(request: FastifyRequest, name: string): unknown {
  const { body } = request
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
}

/** The part of a list that `offset` and `limit` ask for; a limit below 1 means all. */
export function page<T>(request: FastifyRequest, items: T[]): T[] {
  const offset = Math.max(0, Number(query(request, 'offset') ?? 0) || 0)
  const limit = Number(query(request, 'limit') ?? -1) || -1
  return items.slice(offset, limit > 0 ? offset + limit : undefined)
}

/** Clients ask for all contexts with this prefix; there is one. */
export function subjectPrefix(request: FastifyRequest): string {
  return (query(request, 'subjectPrefix') ?? '').replace(/^:\*:/, '')
}
