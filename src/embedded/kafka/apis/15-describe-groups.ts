import { array, boolean, bytes, int16, int32, nullable, since, string } from '../wire/fields'
import { api } from './api'
import { groupOperations, operationsNotAsked } from './operations'

/**
 * DescribeGroups, versions 0 to 5. https://kafka.apache.org/protocol#The_Messages_DescribeGroups
 *
 * - An unknown group has the state `Dead` and no error.
 * - Metadata and assignments are told of stable groups only.
 */
export const describeGroups = api({
  key: 15,
  name: 'DescribeGroups',
  versions: [0, 5],
  flexible: 5,
  request: { groups: array(string), includeOperations: since(3, boolean) },
  response: {
    throttleMs: since(1, int32),
    groups: array({
      error: int16,
      groupId: string,
      state: string,
      protocolType: string,
      protocol: string,
      members: array({
        memberId: string,
        instanceId: since(4, nullable(string)),
        clientId: string,
        clientHost: string,
        metadata: bytes,
        assignment: bytes,
      }),
      operations: since(3, int32, operationsNotAsked),
    }),
  },
  handle({ groups, includeOperations }, { broker }) {
    const operations = includeOperations ? groupOperations : operationsNotAsked
    return { groups: groups.map(id => ({ ...broker.groups.describe(id), operations })) }
  },
})
