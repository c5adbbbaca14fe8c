import type { SourceContext } from '../connectors/plugin'
import type { ConfigValue, ParsedValue } from '../config/definition'
import { ConnectError } from '../data/errors'
import { connect } from './connection'
import { parseJdbcUrl } from './url'

type Errors = Map<string, string[]>

/** What is wrong with a configuration beyond its single values, by key. Connects when all else is right. */
export async function validateJdbc(parsed: ReadonlyMap<string, ParsedValue>, context: SourceContext): Promise<Errors> {
  const errors: Errors = new Map()
  checkMode(parsed, errors)
  checkTables(parsed, errors)
  const hasErrors = errors.size > 0 || [...parsed.values()].some(value => value.errors.length > 0)
  if (!hasErrors) await checkConnection(parsed, context, errors)
  else checkUrl(parsed, context, errors)
  return errors
}

/** Keys whose use depends on the mode are checked against it, too: an unknown mode counts for each of them. */
const modeDependents = ['mode', 'incrementing.column.name', 'timestamp.column.name', 'validate.non.null']

function checkMode(parsed: ReadonlyMap<string, ParsedValue>, errors: Errors): void {
  const mode = parsed.get('mode')
  if (mode?.errors.length) {
    for (const name of modeDependents) add(errors, name, `Invalid mode: ${String(mode.value)}`)
  } else if (mode?.value === '') {
    add(errors, 'mode', 'Query mode must be specified')
  }
}

function checkTables(parsed: ReadonlyMap<string, ParsedValue>, errors: Errors): void {
  const isSet = (name: string) => {
    const value: ConfigValue = parsed.get(name)?.value ?? null
    return Array.isArray(value) ? value.length > 0 : value !== null && value !== ''
  }
  const lists = ['table.whitelist', 'table.blacklist'].filter(isSet)
  if (lists.length === 2) {
    for (const name of lists)
      add(errors, name, 'Both table.whitelist and table.blacklist are set: they exclude each other.')
  }
  if (!isSet('query')) return
  if (lists.length > 0) {
    const message = `Do not specify table filtering configs with 'query'. Remove ${lists.join(' / ')}.`
    for (const name of ['query', ...lists]) add(errors, name, message)
  }
  if (!/^\s*select\b/i.test(String(parsed.get('query')?.value))) {
    add(
      errors,
      'query',
      "Only SELECT statements are supported for 'query'. Please provide a statement starting with SELECT.",
    )
  }
}

function checkUrl(parsed: ReadonlyMap<string, ParsedValue>, { addresses }: SourceContext, errors: Errors): void {
  const url = parsed.get('connection.url')?.value
  if (typeof url !== 'string') return
  try {
    parseJdbcUrl(url, addresses)
  } catch (error) {
    add(errors, 'connection.url', `Invalid value for configuration connection.url: ${(error as Error).message}`)
  }
}

async function checkConnection(
  parsed: ReadonlyMap<string, ParsedValue>,
  context: SourceContext,
  errors: Errors,
): Promise<void> {
  const text = (name: string) => parsed.get(name)?.value as string | null
  const settings = {
    url: text('connection.url') ?? '',
    user: text('connection.user'),
    password: text('connection.password'),
    attempts: 1,
    backoffMs: 0,
  }
  try {
    const database = await connect({ settings, ...context })
    await database.close()
  } catch (error) {
    if (error instanceof ConnectError) return checkUrl(parsed, context, errors)
    const message = `Could not connect to database. ${describe(error)}`
    for (const name of ['connection.url', 'connection.user', 'connection.password']) add(errors, name, message)
  }
}

/** A refused connection to several addresses of one name has its texts inside. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(inner => (inner as Error).message).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function add(errors: Errors, name: string, message: string): void {
  errors.set(name, [...(errors.get(name) ?? []), message])
}
