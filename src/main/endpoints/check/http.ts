import type { ServiceName } from '../../../shared/contract/services'
import { request, type Answer, type HttpEndpoint } from '../../lib/http'
import { messageOf, ProblemError, type Problem } from '../../lib/problem'
import type { Endpoints } from '../profile'
import { serviceTitles } from '../titles'
import { answerMsMax, unusable, type Finding } from './finding'
import { networkProblem, shown, type Address } from './network-problem'
import { speaksHttp, speaksTls } from './sockets'

export type HttpName = 'registry' | 'restProxy' | 'connect' | 'ksql'

/** How a service is told from others on the same port, and what is worth knowing of it. */
export interface HttpCheck {
  name: HttpName
  /** Asked first; `fits` tells whether the answer is the service's. */
  path: string
  fits(json: unknown): boolean
  /** Called when it fits. Failures in it are failures of the service. */
  describe(ask: Ask, json: unknown): Promise<Omit<Finding, 'isUsable'>>
}

/** Asks for something more. Null: the service has no such thing. */
export type Ask = (path: string) => Promise<unknown>

/** Asks a service what it is. */
export async function checkHttp(check: HttpCheck, endpoints: Endpoints, signal: AbortSignal): Promise<Finding> {
  const service = endpoints[check.name]
  if (!service) return { found: null, problems: [], isUsable: true }
  const endpoint: HttpEndpoint = { title: serviceTitles[check.name], ...service }
  const address = addressOf(endpoint.url)
  try {
    const options = { timeoutMs: answerMsMax, signal }
    const answer = await request(endpoint, 'GET', check.path, options)
    const problem = await answerProblem(check, endpoint, address, answer, signal)
    if (problem) return unusable(problem)
    const ask: Ask = async path => {
      const { status, json } = await request(endpoint, 'GET', path, options)
      return status >= 200 && status < 300 ? (json ?? null) : null
    }
    return { ...(await check.describe(ask, answer.json)), isUsable: true }
  } catch (error) {
    signal.throwIfAborted()
    return unusable(await failure(check.name, endpoint, address, error, signal))
  }
}

/** What is wrong with an answer; null: nothing. */
async function answerProblem(
  check: HttpCheck,
  endpoint: HttpEndpoint,
  address: Address,
  { status, json, text }: Answer,
  signal: AbortSignal,
): Promise<Problem | null> {
  const { title, url, username } = endpoint
  const where = `${title}, ${url}`
  if (status >= 200 && status < 300 && check.fits(json)) return null
  if (status === 401) {
    return {
      code: username === undefined ? 'password-needed' : 'wrong-password',
      where,
      message:
        username === undefined
          ? `${title} wants a user and a password.`
          : `${title} does not accept ${username} with this password.`,
      tip: 'Check user and password of this service in the profile.',
    }
  }
  if (status === 403) {
    return {
      code: 'not-allowed',
      where,
      message: `${title} knows this user, but does not let it in (403).`,
      tip: 'Let whoever runs it grant the right to read.',
    }
  }
  if (status === 400 && url.startsWith('http:') && (await speaksTls(address, signal))) return tlsPort(where, url)
  if (status >= 500) {
    return {
      code: 'service-error',
      where,
      message: `${title} answered ${status}: ${said(json, text)}`,
      tip: 'Look into its log; it may still be starting, or not reach Kafka.',
    }
  }
  return {
    code: 'not-that-service',
    where,
    message: `What answers at ${url} is not ${title}: GET ${check.path} gave ${status}, ${said(json, text)}`,
    tip: 'Check port and path: another service may have this one. A proxy in front may want a path behind the host.',
  }
}

async function failure(
  name: ServiceName,
  { title, url }: HttpEndpoint,
  address: Address,
  error: unknown,
  signal: AbortSignal,
): Promise<Problem> {
  const where = `${title}, ${url}`
  const isPlain = url.startsWith('http:')
  const cause = error instanceof ProblemError ? (error.cause ?? error) : error
  const isSlow = error instanceof ProblemError && error.problem.code === 'service-slow'
  const told = networkProblem(name, address, isSlow ? Object.assign(new Error('slow'), { code: 'ETIMEDOUT' }) : cause)
  if (told && told.code !== 'timeout') return told
  if (isPlain && (await speaksTls(address, signal))) return tlsPort(where, url)
  if (!isPlain && (await speaksHttp(address, signal))) {
    return {
      code: 'plain-port',
      where,
      message: `${shown(address)} speaks HTTP without TLS.`,
      tip: `Write ${url.replace(/^https:/, 'http:')}, or use the port that has TLS.`,
    }
  }
  if (told) return told
  return {
    code: 'not-http',
    where,
    message: `What listens at ${shown(address)} does not speak HTTP: ${messageOf(cause)}.`,
    tip: `Check the port: it may be that of Kafka or PostgreSQL. ${title} has one of its own.`,
  }
}

function tlsPort(where: string, url: string): Problem {
  return {
    code: 'tls-port',
    where,
    message: 'It wants TLS: the address must begin with https://.',
    tip: `Write ${url.replace(/^http:/, 'https:')}.`,
  }
}

/** The service's own words, cut to a line. */
function said(json: unknown, text: string): string {
  const { message } = (json ?? {}) as { message?: unknown }
  const words = typeof message === 'string' ? message : text
  return `"${words.replaceAll(/\s+/g, ' ').trim().slice(0, 100)}"`
}

function addressOf(text: string): Address {
  const url = new URL(text)
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port }
}
