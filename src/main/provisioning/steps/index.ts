import type { Step } from '../step'
import { connector } from './connector'
import { ksql } from './ksql'
import { schemas } from './schemas'
import { stationsTable } from './stations-table'
import { topics } from './topics'
import { transformer } from './transformer'

/** Every step, in the order in which they run. */
export const steps: Step[] = [topics, schemas, stationsTable, ksql, connector, transformer]
