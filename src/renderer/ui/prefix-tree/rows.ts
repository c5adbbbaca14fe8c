import type { GroupNode, Listed, Node, Section } from './tree'

/** One line of the list as it is drawn. */
export type ListRow<T extends Listed> =
  | { kind: 'heading'; id: string; title: string }
  | { kind: 'group'; id: string; title: string; depth: number; isOpen: boolean; group: GroupNode<T> }
  | { kind: 'topic'; id: string; title: string; depth: number; topic: T }
  | { kind: 'more'; id: string; groupId: string; depth: number; count: number }

/** How far groups are open. What is not named is as the list finds best. */
export interface Openness {
  /** Opened or closed by hand, by the group's id. */
  byHand: Readonly<Record<string, boolean>>
  /** Groups that show all their topics and not only the first ones. */
  full: ReadonlySet<string>
  /** While a filter is set, everything that matches is shown. */
  isFiltered: boolean
}

/** An open group shows so many of its lines until it is asked for all. */
export const firstLines = 10
/** Groups are open by themselves in a list of at most so many topics. */
export const openTopicsMax = 200

/** The lines of the list, from its sections and what is open. */
export function listRows<T extends Listed>(sections: readonly Section<T>[], openness: Openness): ListRow<T>[] {
  const rows: ListRow<T>[] = []
  const topicCount = sections.reduce((sum, { nodes }) => sum + nodes.reduce((count, node) => count + size(node), 0), 0)
  for (const section of sections) {
    rows.push({ kind: 'heading', id: `heading:${section.id}`, title: section.title })
    // Internal topics are somebody else's: their groups stay closed until they are asked for.
    const opensItself = topicCount <= openTopicsMax && section.id !== 'internal'
    addNodes(rows, section.nodes, section.id, 0, openness, opensItself)
  }
  return rows
}

function addNodes<T extends Listed>(
  rows: ListRow<T>[],
  nodes: readonly Node<T>[],
  sectionId: string,
  depth: number,
  openness: Openness,
  opensItself: boolean,
): void {
  for (const node of nodes) {
    if (node.kind === 'topic') {
      rows.push({ kind: 'topic', id: `${sectionId}:${node.topic.name}`, title: node.title, depth, topic: node.topic })
      continue
    }
    const isOpen = openness.isFiltered || (openness.byHand[node.id] ?? opensItself)
    rows.push({ kind: 'group', id: `group:${node.id}`, title: node.title, depth, isOpen, group: node })
    if (!isOpen) continue
    const isCut = !openness.isFiltered && !openness.full.has(node.id) && node.nodes.length > firstLines + 1
    addNodes(rows, isCut ? node.nodes.slice(0, firstLines) : node.nodes, sectionId, depth + 1, openness, opensItself)
    if (isCut) {
      const count = node.nodes.slice(firstLines).reduce((sum, hidden) => sum + size(hidden), 0)
      rows.push({ kind: 'more', id: `more:${node.id}`, groupId: node.id, depth: depth + 1, count })
    }
  }
}

function size<T extends Listed>(node: Node<T>): number {
  return node.kind === 'topic' ? 1 : node.topics.length
}

/** Those topics, or whatever else has a name, whose names hold every word of the filter, whatever the case. */
export function filterListed<T extends Listed>(topics: readonly T[], filter: string): readonly T[] {
  const isWanted = wanted<T>(filter)
  return isWanted ? topics.filter(isWanted) : topics
}

/** Null: the filter wants everything. */
function wanted<T extends Listed>(filter: string): ((topic: T) => boolean) | null {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return null
  return ({ name }) => {
    const lower = name.toLowerCase()
    return words.every(word => lower.includes(word))
  }
}

/**
 * The sections with only those topics whose names hold every word of the filter, whatever the case. Headings and groups
 * stay what they are, so that a topic is found where it stands without a filter, too.
 */
export function filterSections<T extends Listed>(sections: readonly Section<T>[], filter: string): Section<T>[] {
  const isWanted = wanted<T>(filter)
  if (!isWanted) return [...sections]
  return sections.flatMap(section => {
    const nodes = filterNodes(section.nodes, isWanted)
    return nodes.length > 0 ? [{ ...section, nodes }] : []
  })
}

function filterNodes<T extends Listed>(nodes: readonly Node<T>[], isWanted: (topic: T) => boolean): Node<T>[] {
  return nodes.flatMap((node): Node<T>[] => {
    if (node.kind === 'topic') return isWanted(node.topic) ? [node] : []
    const topics = node.topics.filter(isWanted)
    if (topics.length === 0) return []
    return topics.length === node.topics.length
      ? [node]
      : [{ ...node, topics, nodes: filterNodes(node.nodes, isWanted) }]
  })
}
