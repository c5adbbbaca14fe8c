import type { PartitionPosition, RecordRow } from '../../../shared/contract/records'
import type { SchemaStore } from '../decode'

/** Sentences of one kind that are told; then only how many more there are. */
const alikeMax = 3

/** What the reader of a page should know. */
export function notesOf(
  starts: string[],
  positions: readonly PartitionPosition[],
  rows: readonly RecordRow[],
  schemas: SchemaStore,
): string[] {
  const unread = positions.flatMap(({ partition, reason }) =>
    reason === null ? [] : [`Partition ${partition}: ${reason}.`],
  )
  return [...few(starts), ...few(unread), ...registryNotes(rows, schemas)]
}

/** Says once that the registry was away, instead of in each row only. */
export function registryNotes(rows: readonly RecordRow[], schemas: SchemaStore): string[] {
  const problem = schemas.away()
  const isHit = rows.some(({ key, value }) =>
    [key, value].some(({ reason }) => problem !== null && reason?.includes(problem)),
  )
  return isHit ? [`Some keys or values are not decoded. ${problem}.`] : []
}

function few(sentences: string[]): string[] {
  if (sentences.length <= alikeMax + 1) return sentences
  return [...sentences.slice(0, alikeMax), `And ${sentences.length - alikeMax} more partitions like that.`]
}
