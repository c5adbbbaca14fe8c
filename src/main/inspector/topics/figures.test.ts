import { describe, expect, it } from 'vitest'
import { changeOf, fromMetadata, measure, sample, summaryOf, type TopicFigures } from './figures'

function topic(name: string, ends: [bigint | null, bigint | null][], leader = 1): TopicFigures {
  const partitions = ends.map((_, partition) => ({ error: 0, partition, leader, replicas: [1, 2], inSync: [1] }))
  const figures = fromMetadata({ error: 0, name, isInternal: false, partitions }, undefined)
  for (const [partition, [earliest, latest]] of ends.entries()) {
    figures.partitions.set(partition, { leader, earliest, latest })
  }
  return figures
}

describe('a topic’s figures', () => {
  it('count records from beginning to end of all partitions, beyond 2^32', () => {
    const figures = topic('a', [
      [10n, 20n],
      [0n, 2n ** 40n],
    ])
    expect(changeOf(figures)).toMatchObject({
      records: 2 ** 40 + 10,
      underReplicatedPartitions: 2,
      offlinePartitions: 0,
    })
  })

  it('are not known while a partition has not answered', () => {
    expect(changeOf(topic('a', [[0n, null]]))).toMatchObject({ records: null, recordsPerSecond: null })
    expect(changeOf(topic('a', [[0n, null]], -1)).offlinePartitions).toBe(1)
  })

  it('have a rate from the second measurement on', () => {
    const figures = topic('a', [[0n, 100n]])
    measure(figures, 1_000)
    sample(figures)
    expect(summaryOf(figures)).toMatchObject({ recordsPerSecond: null, history: [] })
    figures.partitions.get(0)!.latest = 350n
    measure(figures, 3_000)
    sample(figures)
    expect(summaryOf(figures)).toMatchObject({ recordsPerSecond: 125, history: [125] })
  })

  it('have no negative rate when a topic was made anew', () => {
    const figures = topic('a', [[0n, 100n]])
    measure(figures, 1_000)
    figures.partitions.get(0)!.latest = 0n
    measure(figures, 2_000)
    expect(figures.recordsPerSecond).toBe(0)
  })

  it('keep a history of the last sixty rates', () => {
    const figures = topic('a', [[0n, 0n]])
    for (let rate = 0; rate < 70; rate++) {
      figures.recordsPerSecond = rate
      sample(figures)
    }
    expect(figures.history).toEqual(Array.from({ length: 60 }, (_, index) => index + 10))
  })

  it('know internal topics by their name, too', () => {
    expect(topic('_schemas', []).isInternal).toBe(true)
    expect(topic('schemas_', []).isInternal).toBe(false)
  })
})
