import type { ITopicConfig } from 'kafkajs'
import { stationsTableTopic, stationsTopic, turnstileTopic, weatherTopic } from '../../../shared/city/names'
import { done, missing, type Step, type StepContext } from '../step'

/** All topics that the app itself writes or that must exist before others read them; one partition each keeps the order. */
export const topics: Step = {
  id: 'topics',
  title: 'Topics',
  needs: [],
  async check(context) {
    const absent = await absentTopics(context)
    const all = wantedTopics(context).length
    return absent.length === 0 ? done(`${all} topics`) : missing(`${absent.length} of ${all} topics are missing`)
  },
  async apply(context) {
    await context.admin.createTopics({ topics: await absentTopics(context), waitForLeaders: true, timeout: 30_000 })
  },
}

async function absentTopics(context: StepContext): Promise<ITopicConfig[]> {
  const there = new Set(await context.admin.listTopics())
  return wantedTopics(context).filter(({ topic }) => !there.has(topic))
}

function wantedTopics({ arrivalTopics }: StepContext): ITopicConfig[] {
  const plain = [...arrivalTopics, turnstileTopic, weatherTopic, stationsTopic]
  const compacted = [{ name: 'cleanup.policy', value: 'compact' }]
  return [
    ...plain.map(topic => ({ topic, numPartitions: 1 })),
    { topic: stationsTableTopic, numPartitions: 1, configEntries: compacted },
  ]
}
