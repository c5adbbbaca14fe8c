import type { ServiceName } from '../../../shared/contract/services'
import type { Problem } from '../../lib/problem'

/** What is at an address. */
export interface Finding {
  /** Version and what is there, in one line; null when nothing could be learnt. */
  found: string | null
  /** What is wrong and what to do, the worst first. */
  problems: Problem[]
  /** False: the service cannot be used as the profile has it. */
  isUsable: boolean
  /** Of the Kafka cluster that is there, or that the service works on. */
  clusterId?: string | null
}

export const unusable = (problem: Problem, found: string | null = null): Finding => ({
  found,
  problems: [problem],
  isUsable: false,
})

/** What a check may take; each wait in it has a shorter limit of its own. */
export const checkMsMax = 15_000

/** How long somebody may take to accept a connection, or to answer one question. */
export const answerMsMax = 4_000

/** Where each service listens unless it was told otherwise. */
export const standardPorts: Record<ServiceName, number> = {
  kafka: 9092,
  registry: 8081,
  restProxy: 8082,
  connect: 8083,
  ksql: 8088,
  postgres: 5432,
}
