/** A topic as the broker has it. */
export interface TopicFact {
  partitions: number
  replicas: number
}

/**
 * What the planner must know of the world outside. The facts that a plan has used are kept with its command, so that a
 * replay plans the same, whatever has become of the world since.
 */
export interface Facts {
  /** Null when there is no such topic. */
  topic(name: string): TopicFact | null
  /** Text of a subject's newest Avro schema; null when there is none. */
  schema(subject: string): string | null
}

export interface RecordedFacts {
  topics: Record<string, TopicFact | null>
  schemas: Record<string, string | null>
}

/** Facts that are handed on and remembered. */
export function recordFacts(facts: Facts): { facts: Facts; recorded: RecordedFacts } {
  const recorded: RecordedFacts = { topics: {}, schemas: {} }
  return {
    recorded,
    facts: {
      topic: name => (recorded.topics[name] = facts.topic(name)),
      schema: subject => (recorded.schemas[subject] = facts.schema(subject)),
    },
  }
}

export function factsFrom({ topics, schemas }: RecordedFacts): Facts {
  return { topic: name => topics[name] ?? null, schema: subject => schemas[subject] ?? null }
}

/** The facts as they will be when `topic` has been made. */
export function withTopic(facts: Facts, topic: string, fact: TopicFact): Facts {
  return { ...facts, topic: name => (name === topic ? fact : facts.topic(name)) }
}
