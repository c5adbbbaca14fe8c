import type {
  KsqlMessage,
  KsqlOverview,
  KsqlQueryDetail,
  KsqlSourceDetail,
  KsqlWords,
} from '../../../shared/contract/ksql'
import type { HttpEndpoint } from '../../lib/http'
import { ProblemError } from '../../lib/problem'
import { readOverview, readQuery, readSource, readWords, terminate } from './catalog'
import { runStatements } from './run'

/** What can be asked of ksqlDB. All throw ProblemErrors, `ksql-absent` when the profile has none. */
export interface Ksql {
  overview(): Promise<KsqlOverview>
  source(name: string): Promise<KsqlSourceDetail>
  query(id: string): Promise<KsqlQueryDetail>
  words(): Promise<KsqlWords>
  /** Ends a persistent query for good. */
  terminate(id: string): Promise<{ message: string }>
  /** Runs statements in their order. What goes wrong is a message, too. */
  run(
    input: { text: string; offsetReset: 'earliest' | 'latest' },
    signal: AbortSignal,
  ): AsyncGenerator<KsqlMessage, void, void>
}

export interface KsqlOptions {
  endpoint: HttpEndpoint | null
  isReadOnly: boolean
  now(): number
}

export function createKsql({ endpoint, isReadOnly, now }: KsqlOptions): Ksql {
  const there = (): HttpEndpoint => {
    if (!endpoint) throw new ProblemError(absent)
    return endpoint
  }
  return {
    overview: async () => readOverview(there(), isReadOnly),
    source: async name => readSource(there(), name),
    query: async id => readQuery(there(), id),
    words: async () => readWords(there()),
    terminate: async id => terminate(there(), isReadOnly, id),
    async *run(input, signal) {
      yield* runStatements({ ...input, endpoint: there(), isReadOnly, signal, now })
    },
  }
}

const absent = {
  code: 'ksql-absent',
  where: 'profile',
  message: 'This profile has no ksqlDB.',
  tip: 'Add its address to the profile; until then the app counts turnstile entries itself.',
}
