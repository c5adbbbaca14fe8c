import type { Properties, Statement } from '../syntax/tree'

/** What must be asked of the broker and the registry before these statements can be planned. */
export function lookupsOf(statements: Statement[]): { topics: string[]; subjects: string[] } {
  const topics = new Set<string>()
  const subjects = new Set<string>()
  for (const outer of statements) {
    const statement = outer.kind === 'explain' && outer.statement ? outer.statement : outer
    if (statement.kind !== 'createSource' && statement.kind !== 'createAs') continue
    const topic = textProperty(statement.properties, 'KAFKA_TOPIC')
    if (topic ?? statement.kind === 'createAs') topics.add(topic ?? statement.name)
    const isInferred = statement.kind === 'createSource' && statement.columns.every(({ role }) => role !== 'VALUE')
    if (topic && isInferred) subjects.add(`${topic}-value`)
  }
  return { topics: [...topics], subjects: [...subjects] }
}

function textProperty(properties: Properties, name: string): string | null {
  const value = properties.find(property => property.name === name)?.value.value
  return typeof value === 'string' ? value : null
}
