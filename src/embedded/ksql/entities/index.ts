import { allSettings } from '../plan/settings'
import { notSupported } from '../plan/statement-error'
import type { ShowWhat, Statement, StatementKind, StatementOf } from '../syntax/tree'
import type { Entities, EntityContext } from './context'
import { schemaEntity } from './fields'
import { describeFunction, listFunctions } from './functions'
import { explain, listQueries } from './queries'
import { describeSource, listSources } from './sources'
import { listTopics } from './topics'

export type { EntityContext } from './context'

type Show = StatementOf<'show'>

const shown: Record<ShowWhat, (statement: Show, context: EntityContext) => Entities> = {
  STREAMS: ({ isExtended }, context) => listSources('STREAM', isExtended, context),
  TABLES: ({ isExtended }, context) => listSources('TABLE', isExtended, context),
  TOPICS: ({ all, isExtended }, context) => listTopics(all, isExtended, context),
  QUERIES: ({ isExtended }, context) => listQueries(isExtended, context),
  FUNCTIONS: () => listFunctions(),
  PROPERTIES: (_, { properties }) => {
    const settings = allSettings(properties)
    return {
      '@type': 'properties',
      properties: settings.map(({ name, value }) => ({ name, scope: 'KSQL', value, level: '', editable: true })),
      overwrittenProperties: settings.filter(({ isOverwritten }) => isOverwritten).map(({ name }) => name),
      defaultProperties: settings.filter(({ isOverwritten }) => !isOverwritten).map(({ name }) => name),
    }
  },
  VARIABLES: (_, { variables }) => ({
    '@type': 'variables',
    variables: [...variables].map(([name, value]) => ({ name, value })),
  }),
  TYPES: (_, { engine }) => ({
    '@type': 'type_list',
    types: Object.fromEntries([...engine.catalog().types].map(([name, type]) => [name, schemaEntity(type)])),
  }),
}

type Answers = { [K in StatementKind]?: (statement: StatementOf<K>, context: EntityContext) => Entities }

/** Statements that only look. */
const answers: Answers = {
  show: (statement, context) => shown[statement.what](statement, context),
  describe: ({ name, isExtended }, context) => describeSource(name, isExtended, context),
  describeAll: ({ source, isExtended: _ }, context) => listSources(source, true, context),
  describeFunction: ({ name }) => describeFunction(name),
  explain,
  unsupported: ({ what }) => {
    throw notSupported(what)
  },
}

/** The entity that a statement is answered with; null for one that this list does not have. */
export async function entityOf(statement: Statement, context: EntityContext): Promise<object | null> {
  const answer = answers[statement.kind] as ((statement: Statement, context: EntityContext) => Entities) | undefined
  if (!answer) return null
  return { statementText: statement.text, warnings: [], ...(await answer(statement, context)) }
}
