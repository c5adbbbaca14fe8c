import { describe, expect, it } from 'vitest'
import { filterSections, firstLines, listRows, type ListRow, type Openness } from './rows'
import { shortName, prefixTree, type Listed, type Node } from './tree'

const topics = (...names: string[]): Listed[] =>
  names.map(name => ({ name, isInternal: name.startsWith('_') || name.startsWith('connect-') }))
const none = new Set<string>()
const asFound: Openness = { byHand: {}, full: none, isFiltered: false }

/** A tree as indented text. */
function drawn(names: Listed[], favourites: Set<string> = none): string[] {
  const lines = (nodes: Node<Listed>[], indent: string): string[] =>
    nodes.flatMap(node =>
      node.kind === 'topic'
        ? [`${indent}${node.title}`]
        : [`${indent}${node.title} (${node.topics.length})`, ...lines(node.nodes, `${indent}  `)],
    )
  return prefixTree(names, favourites).flatMap(({ title, nodes }) => [title, ...lines(nodes, '  ')])
}

const city = topics(
  'org.chicago.cta.turnstile.v1',
  'org.chicago.cta.stations',
  'org.chicago.cta.stations.table.v1',
  ...['addison', 'belmont', 'clinton'].map(station => `org.chicago.cta.station.arrivals.${station}`),
  'TURNSTILE_SUMMARY',
  '_schemas',
  '__consumer_offsets',
  'connect-configs',
  'connect-offsets',
  'connect-status',
)

describe('the tree of topics', () => {
  it('has favourites, then prefixes with their groups, then names without a prefix, then internal topics', () => {
    expect(drawn(city, new Set(['org.chicago.cta.turnstile.v1']))).toEqual([
      'Favourites',
      '  turnstile.v1',
      'org.chicago.cta',
      '  station.arrivals (3)',
      '    addison',
      '    belmont',
      '    clinton',
      '  stations',
      '  stations.table.v1',
      'Without a prefix',
      '  TURNSTILE_SUMMARY',
      'Internal',
      '  __consumer_offsets',
      '  _schemas',
      '  connect (3)',
      '    configs',
      '    offsets',
      '    status',
    ])
  })

  it('keeps a topic whose name is also a prefix beside its group', () => {
    expect(drawn(topics('a.b', 'a.b.c', 'a.b.d', 'a.b.e', 'a.x'))).toEqual([
      'a',
      '  b',
      '  b (3)',
      '    c',
      '    d',
      '    e',
      '  x',
    ])
  })

  it('does not make a section of one topic, nor of names that only begin alike', () => {
    expect(drawn(topics('a.b', 'ab.c', 'plain'))).toEqual(['All', '  a.b', '  ab.c', '  plain'])
  })

  it('never takes a whole name for the prefix', () => {
    expect(drawn(topics('a.b.c', 'a.b.c.d'))).toEqual(['a.b', '  c', '  c.d'])
  })

  it.each(['.', '..a', '.hidden', 'end.', 'a..b'])('places the odd name %s', name => {
    const rows = listRows(prefixTree(topics(name, 'x.y', 'x.z'), none), asFound)
    expect(rows.filter(row => row.kind === 'topic' && row.topic.name === name)).toHaveLength(1)
  })

  it('holds every topic exactly once, whatever the names', () => {
    const many = topics(...Array.from({ length: 3000 }, (_, i) => `${'abc'[i % 3]}.${i % 7}.${i % 31}-${i}.v1`))
    const rows = listRows(prefixTree(many, none), { ...asFound, isFiltered: true })
    const names = rows.flatMap(row => (row.kind === 'topic' ? [row.topic.name] : []))
    expect(new Set(names).size).toBe(3000)
    expect(names).toHaveLength(3000)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })
})

describe('the lines of the list', () => {
  const kinds = (rows: ListRow<Listed>[]) => rows.map(row => ('title' in row ? row.title : `${row.count} more`))
  const crowd = topics(...Array.from({ length: 30 }, (_, i) => `a.many.${String(i).padStart(2, '0')}`), 'a.z')

  it('show the first topics of a large group and how many more there are, until it is asked for all', () => {
    const sections = prefixTree(crowd, none)
    const rows = listRows(sections, asFound)
    expect(rows).toHaveLength(1 + 1 + firstLines + 1 + 1)
    expect(kinds(rows)).toContain('20 more')
    const groupId = rows.flatMap(row => (row.kind === 'more' ? [row.groupId] : []))[0]!
    expect(listRows(sections, { ...asFound, full: new Set([groupId]) })).toHaveLength(33)
  })

  it('open and close groups by hand, and leave those of internal topics closed', () => {
    const sections = prefixTree(city, none)
    expect(kinds(listRows(sections, asFound))).toEqual([
      'org.chicago.cta',
      'station.arrivals',
      'addison',
      'belmont',
      'clinton',
      'stations',
      'stations.table.v1',
      'turnstile.v1',
      'Without a prefix',
      'TURNSTILE_SUMMARY',
      'Internal',
      '__consumer_offsets',
      '_schemas',
      'connect',
    ])
    const byHand = { 'prefix:org.chicago.cta.station.arrivals.': false, 'internal:connect-': true }
    const rows = kinds(listRows(sections, { ...asFound, byHand }))
    expect(rows).not.toContain('addison')
    expect(rows).toContain('status')
  })

  it('are few at first when there are very many topics', () => {
    const many = topics(...Array.from({ length: 5000 }, (_, i) => `perf.team${i % 40}.topic${i}`))
    expect(listRows(prefixTree(many, none), asFound)).toHaveLength(41)
  })
})

describe('the filter', () => {
  const found = (filter: string) =>
    listRows(filterSections(prefixTree(city, none), filter), { ...asFound, isFiltered: true })
  const names = (filter: string) => found(filter).flatMap(row => (row.kind === 'topic' ? [row.topic.name] : []))

  it('wants every word, in any case and order', () => {
    expect(names('BELMONT station')).toEqual(['org.chicago.cta.station.arrivals.belmont'])
    expect(names('  ')).toHaveLength(city.length)
    expect(names('no such')).toEqual([])
    expect(names('.*')).toEqual([])
  })

  it('leaves topics under their headings and groups, and counts what is left', () => {
    const rows = found('arrivals b')
    expect(rows.map(row => ('title' in row ? row.title : ''))).toEqual([
      'org.chicago.cta',
      'station.arrivals',
      'belmont',
    ])
    expect(rows.flatMap(row => (row.kind === 'group' ? [row.group.topics.length] : []))).toEqual([1])
  })
})

it.each([
  ['org.chicago.cta.turnstile.v1', 'turnstile.v1'],
  ['org.chicago.cta.stations', 'stations'],
  ['TURNSTILE_SUMMARY', 'TURNSTILE_SUMMARY'],
  ['ends.', 'ends.'],
  ['.', '.'],
])('%s is %s for short', (name, short) => {
  expect(shortName(name)).toBe(short)
})
