import { describe, expect, it } from 'vitest'
import type { KsqlOverview } from '../../../../shared/contract/ksql'
import { examplesFor, quoted } from './examples'

const source = (kind: 'stream' | 'table', name: string) => ({
  kind,
  name,
  topic: name,
  keyFormat: 'KAFKA',
  valueFormat: 'JSON',
  isWindowed: false,
})
const overview = (more: Partial<KsqlOverview>): KsqlOverview => ({
  server: { version: '1', serviceId: '', status: 'RUNNING' },
  isReadOnly: false,
  sources: [],
  queries: [],
  ...more,
})
const titles = (more: Partial<KsqlOverview>) => examplesFor(overview(more), null).map(({ title }) => title)

describe('examples', () => {
  it('fit what there is', () => {
    const query = {
      id: 'CTAS_S_1',
      statement: '',
      sinks: ['S'],
      sinkTopics: ['S'],
      type: 'PERSISTENT',
      state: 'RUNNING',
    }
    expect(titles({ sources: [source('table', 'S'), source('stream', 't')], queries: [query] })).toEqual([
      'Changes of S',
      'All of S now',
      'New records of t',
      'Describe S',
      'All there is',
    ])
  })

  it('do not ask for what a table holds that no query makes', () => {
    expect(titles({ sources: [source('table', 'S')] })).not.toContain('All of S now')
  })

  it('count by a text column where columns are known', () => {
    const sources = [source('stream', 'T')]
    const words = {
      sources: [{ kind: 'stream' as const, name: 'T', columns: [{ name: 'line', type: 'STRING', isKey: false }] }],
      functions: [],
    }
    expect(examplesFor(overview({ sources }), words)[1]?.text).toContain('GROUP BY `line`')
  })

  it('are there when there is nothing', () => {
    expect(titles({})).toEqual(['All there is'])
  })

  it('quote names that need it', () => {
    expect(['A_1', 'a', 'A`b', '1A'].map(quoted)).toEqual(['A_1', '`a`', '`A``b`', '`1A`'])
  })
})
