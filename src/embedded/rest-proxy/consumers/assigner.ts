import { AssignerProtocol, type PartitionAssigner } from 'kafkajs'

/**
 * Gives a group's only member exactly these partitions. kafkajs reads in groups only, so partitions that a client assigns
 * by hand are read in a group of their own.
 */
export function fixedAssigner(partitions: { topic: string; partition: number }[]): PartitionAssigner {
  const assignment: Record<string, number[]> = {}
  for (const { topic, partition } of partitions) assignment[topic] = [...(assignment[topic] ?? []), partition]
  const none = Buffer.alloc(0)
  return () => ({
    name: 'fixed',
    version: 0,
    assign: async ({ members }) =>
      members.map(({ memberId }) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: 0, assignment, userData: none }),
      })),
    protocol: ({ topics }) => ({
      name: 'fixed',
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: none }),
    }),
  })
}
