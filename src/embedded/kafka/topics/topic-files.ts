import type { Disk } from '../../lib/disk'
import { parseSegmentFile, segmentPaths, swapPath } from '../log/segment-files'

/** Segments of one partition: base offset and bytes, in order. */
export type FoundSegments = { baseOffset: number; bytes: number }[]

export interface FoundFiles {
  /** Topic id → partition → segments. */
  segments: Map<string, FoundSegments[]>
  /** Directories of topics that do not exist: what a deletion left behind when it was interrupted. */
  orphans: string[]
}

const idPattern = /~([0-9a-f-]{36})$/

/** Looks at what lies in the topics' directories, and ends compactions that were interrupted. */
export async function findTopicFiles(disk: Disk, root: string, topicIds: ReadonlySet<string>): Promise<FoundFiles> {
  const found: FoundFiles = { segments: new Map(), orphans: [] }
  const entries = await disk.list(root)
  await Promise.all(
    entries.map(async ({ name }) => {
      const directory = `${root}/${name}`
      const id = idPattern.exec(name)?.[1]
      if (id !== undefined && topicIds.has(id)) found.segments.set(id, await findSegments(disk, directory))
      else found.orphans.push(directory)
    }),
  )
  return found
}

async function findSegments(disk: Disk, directory: string): Promise<FoundSegments[]> {
  const names = (await disk.list(directory)).map(({ name }) => name)
  const gone = await finishCompactions(disk, directory, names)
  const byPartition: FoundSegments[] = []
  await Promise.all(
    names.map(async name => {
      const file = parseSegmentFile(name)
      if (file?.kind !== 'log' || gone.has(name)) return
      const bytes = await disk.size(`${directory}/${name}`)
      if (bytes === null) return
      const segments = (byPartition[file.partition] ??= [])
      segments.push({ baseOffset: file.baseOffset, bytes })
    }),
  )
  for (const segments of byPartition) segments?.sort((a, b) => a.baseOffset - b.baseOffset)
  return byPartition
}

/**
 * A `.swap` file is whole, so it takes the place of the segments that its name says; a `.cleaned` one may not be.
 * `names` is brought up to date; returns the names that are gone.
 */
async function finishCompactions(disk: Disk, directory: string, names: string[]): Promise<Set<string>> {
  const gone = new Set<string>()
  for (const name of [...names]) {
    const file = parseSegmentFile(name)
    if (file?.kind === 'cleaned') await disk.remove(`${directory}/${name}`)
    if (file?.kind !== 'swap') continue
    const { partition, baseOffset, endOffset } = file
    for (const other of names) {
      const old = parseSegmentFile(other)
      const isReplaced = old?.kind === 'log' || old?.kind === 'index'
      if (!isReplaced || old.partition !== partition) continue
      if (old.baseOffset < baseOffset || old.baseOffset >= endOffset) continue
      await disk.remove(`${directory}/${other}`)
      gone.add(other)
    }
    const target = segmentPaths(directory, partition, baseOffset).log
    await disk.rename(swapPath(directory, partition, baseOffset, endOffset), target)
    const targetName = target.slice(directory.length + 1)
    gone.delete(targetName)
    if (!names.includes(targetName)) names.push(targetName)
  }
  return gone
}
