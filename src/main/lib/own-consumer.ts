/** The group in which the transformer commits what it has read, on every cluster. */
export const transformerGroup = 'elevated-transformer'

/** A consumer of this app, as it stands in its group. */
export interface OwnConsumer {
  groupId: string
  memberId: string
  /** The next offset to read by `topic/partition`, where the consumer keeps its offsets itself; null: it commits them. */
  positions: ReadonlyMap<string, bigint> | null
}
