import type { TopicSpec } from '../command'
import type { TopicFact } from '../facts'
import { StatementError } from '../statement-error'

interface Wanted {
  name: string
  /** Null: whatever there is, or the default. */
  partitions: number | null
  replicas: number | null
  config: Record<string, string>
}

/** @throws StatementError when the topic is there with other numbers than those that are asked for */
export function existingOrNew(
  { name, partitions, replicas, config }: Wanted,
  fact: TopicFact | null,
  defaults: TopicFact,
): { name: string; partitions: number; replicas: number; isNew: boolean; spec: TopicSpec } {
  if (fact && partitions !== null && fact.partitions !== partitions) {
    throw new StatementError(
      `A Kafka topic with the name '${name}' already exists, with different partition/replica configuration than required. KSQL expects ${partitions} partitions (topic has ${fact.partitions}), and ${replicas ?? defaults.replicas} replication factor (topic has ${fact.replicas}).`,
    )
  }
  const spec = {
    name,
    partitions: fact?.partitions ?? partitions ?? defaults.partitions,
    replicas: fact?.replicas ?? replicas ?? defaults.replicas,
    config,
  }
  return { name, partitions: spec.partitions, replicas: spec.replicas, isNew: !fact, spec }
}
