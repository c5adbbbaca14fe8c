import { implement } from '@orpc/server'
import { contract } from '../../shared/contract'
import type { Engine } from '../engine'

/** What a call comes with. */
export interface ApiContext {
  engine: Engine
  /** Resolves when the caller's connection takes more. oRPC itself has no back-pressure. */
  writable(signal: AbortSignal): Promise<void>
}

/** The contract, to be implemented domain by domain. */
export const os = implement(contract).$context<ApiContext>()
