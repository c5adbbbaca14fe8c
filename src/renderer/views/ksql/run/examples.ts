import type { KsqlOverview, KsqlWords } from '../../../../shared/contract/ksql'

export interface Example {
  title: string
  text: string
}

/** Sources of one kind that get examples. */
const sourcesMax = 3

/** Statements that fit what the server has. */
export function examplesFor(overview: KsqlOverview, words: KsqlWords | null): Example[] {
  const { sources, queries } = overview
  const derived = new Set(queries.flatMap(({ sinks }) => sinks))
  const tables = sources.filter(({ kind }) => kind === 'table').slice(0, sourcesMax)
  const streams = sources.filter(({ kind }) => kind === 'stream').slice(0, sourcesMax)
  const examples: Example[] = []
  for (const { name } of tables) {
    examples.push({ title: `Changes of ${name}`, text: `SELECT * FROM ${quoted(name)} EMIT CHANGES;` })
    // Only tables that a query makes can be asked for what they hold now.
    if (derived.has(name)) examples.push({ title: `All of ${name} now`, text: `SELECT * FROM ${quoted(name)};` })
  }
  for (const { name } of streams) {
    examples.push({ title: `New records of ${name}`, text: `SELECT * FROM ${quoted(name)} EMIT CHANGES;` })
    const grouped = words?.sources.find(source => source.name === name)?.columns.findLast(isText)
    if (grouped) examples.push({ title: `Count ${name} by ${grouped.name}`, text: countBy(name, grouped.name) })
  }
  const described = tables[0] ?? streams[0]
  if (described) {
    examples.push({ title: `Describe ${described.name}`, text: `DESCRIBE ${quoted(described.name)} EXTENDED;` })
  }
  examples.push({ title: 'All there is', text: 'SHOW STREAMS;\nSHOW TABLES;\nSHOW QUERIES;' })
  return examples
}

const isText = ({ type }: { type: string }) => type === 'STRING' || type.startsWith('VARCHAR')

function countBy(source: string, column: string): string {
  const name = quoted(column)
  return `SELECT ${name}, COUNT(*) AS RECORDS\nFROM ${quoted(source)}\nGROUP BY ${name}\nEMIT CHANGES;`
}

/** A name as SQL takes it: quoted when it is not one of capitals, digits and underscores. */
export function quoted(name: string): string {
  return /^[A-Z_][A-Z0-9_]*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``
}
