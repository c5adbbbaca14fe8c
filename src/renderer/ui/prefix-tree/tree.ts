/** What the list needs to know of a topic, or of whatever else has a dotted name, to place it. */
export interface Listed {
  name: string
  isInternal: boolean
}

/** A heading with what stands under it: favourites, a common prefix, topics without one, internal topics. */
export interface Section<T extends Listed> {
  id: string
  title: string
  nodes: Node<T>[]
}

export type Node<T extends Listed> = LeafNode<T> | GroupNode<T>

export interface LeafNode<T extends Listed> {
  kind: 'topic'
  topic: T
  /** The name without what stands above it. */
  title: string
}

/** Several topics that share a prefix; it opens and closes. */
export interface GroupNode<T extends Listed> {
  kind: 'group'
  /** Unique in the whole list, and the same as long as the prefix is. */
  id: string
  title: string
  nodes: Node<T>[]
  /** Every topic below, however deep. */
  topics: T[]
}

/** Fewer topics than this do not make a group. */
const groupMin = 3
/** Deeper prefixes are not taken apart any further: the row would have no room for the name. */
const depthMax = 4

const favouritesTitle = 'Favourites'
const internalTitle = 'Internal'
const noPrefixTitle = 'Without a prefix'

/**
 * Puts topics under headings: favourites first, then one section for each first word of dotted names (named by the
 * longest prefix that all its topics share), then names without a dot, then internal topics. Inside a section, three
 * or more topics with the same next word form a group. A favourite stands among the favourites only, in the order of
 * starring.
 */
export function prefixTree<T extends Listed>(topics: readonly T[], favourites: ReadonlySet<string>): Section<T>[] {
  const sorted = [...topics].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
  const starred: T[] = []
  const internal: T[] = []
  const plain: T[] = []
  const byFirstWord = new Map<string, T[]>()
  for (const topic of sorted) {
    if (favourites.has(topic.name)) starred.push(topic)
    else if (topic.isInternal) internal.push(topic)
    else {
      const dot = topic.name.indexOf('.')
      if (dot <= 0) plain.push(topic)
      else pushTo(byFirstWord, topic.name.slice(0, dot), topic)
    }
  }
  const sections: Section<T>[] = []
  if (starred.length > 0) {
    const places = new Map([...favourites].map((name, i) => [name, i]))
    starred.sort((one, other) => places.get(one.name)! - places.get(other.name)!)
    sections.push({ id: 'favourites', title: favouritesTitle, nodes: starred.map(shortNode) })
  }
  for (const [word, members] of byFirstWord) {
    if (members.length === 1) plain.push(members[0]!)
    else sections.push(prefixSection(word, members))
  }
  if (plain.length > 0) {
    plain.sort((one, other) => (one.name < other.name ? -1 : 1))
    const nodes = plain.map(topic => topicNode(topic, topic.name))
    sections.push({ id: 'plain', title: sections.length === 0 ? 'All' : noPrefixTitle, nodes })
  }
  if (internal.length > 0) {
    sections.push({ id: 'internal', title: internalTitle, nodes: nodesOf(internal, '', 'internal:', /[.-]/, 0) })
  }
  return sections
}

/** The last words of a name that say enough next to a star: `org.chicago.cta.turnstile.v1` is `turnstile.v1`. */
export function shortName(name: string): string {
  const words = name.split('.')
  const count = /^v?\d+$/.test(words.at(-1) ?? '') ? 2 : 1
  return words.slice(-count).join('.') || name
}

function prefixSection<T extends Listed>(word: string, members: T[]): Section<T> {
  const prefix = commonPrefix(members[0]!.name, members.at(-1)!.name) || `${word}.`
  return {
    id: `prefix:${word}`,
    title: prefix.slice(0, -1),
    nodes: nodesOf(members, prefix, 'prefix:', /\./, 0),
  }
}

/** The prefix that a sorted list's first and last name share, up to and with its last dot; never a whole name. */
function commonPrefix(first: string, last: string): string {
  let shared = 0
  while (shared < first.length && first[shared] === last[shared]) shared++
  return first.slice(0, first.lastIndexOf('.', Math.min(shared, first.length) - 1) + 1)
}

function nodesOf<T extends Listed>(
  sorted: T[],
  prefix: string,
  idPrefix: string,
  separator: RegExp,
  depth: number,
): Node<T>[] {
  const buckets = new Map<string, T[]>()
  for (const topic of sorted) {
    const rest = topic.name.slice(prefix.length)
    const at = rest.search(separator)
    pushTo(buckets, at <= 0 ? rest : rest.slice(0, at), topic)
  }
  const nodes: Node<T>[] = []
  for (const [word, members] of buckets) {
    // Only what goes on after the word is below it: `stations` itself stands beside its group.
    const start = `${prefix}${word}`
    const below = members.filter(({ name }) => name.length > start.length)
    if (below.length < groupMin || depth >= depthMax) {
      for (const topic of members) nodes.push(topicNode(topic, topic.name.slice(prefix.length)))
      continue
    }
    for (const topic of members) {
      if (topic.name.length === start.length) nodes.push(topicNode(topic, word))
    }
    nodes.push(groupNode(below, prefix, start, idPrefix, separator, depth))
  }
  return nodes
}

function groupNode<T extends Listed>(
  topics: T[],
  prefix: string,
  start: string,
  idPrefix: string,
  separator: RegExp,
  depth: number,
): GroupNode<T> {
  const first = topics[0]!.name
  let shared = start.length
  const last = topics.at(-1)!.name
  while (shared < first.length && first[shared] === last[shared]) shared++
  let end = start.length + 1
  for (let i = start.length + 1; i < shared; i++) if (separator.test(first[i]!)) end = i + 1
  const inner = first.slice(0, end)
  return {
    kind: 'group',
    id: `${idPrefix}${inner}`,
    title: inner.slice(prefix.length, -1),
    nodes: nodesOf(topics, inner, idPrefix, separator, depth + 1),
    topics,
  }
}

function topicNode<T extends Listed>(topic: T, title: string): LeafNode<T> {
  return { kind: 'topic', topic, title }
}

function shortNode<T extends Listed>(topic: T): LeafNode<T> {
  return topicNode(topic, shortName(topic.name))
}

function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key)
  if (values) values.push(value)
  else map.set(key, [value])
}
