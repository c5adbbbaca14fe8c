import { array, int16, int32, string } from '../wire/fields'
import { api } from './api'

/**
 * DeleteGroups, versions 0 to 2. https://kafka.apache.org/protocol#The_Messages_DeleteGroups
 *
 * - A group with members is 68, an unknown one 69. Its offsets go with it.
 */
export const deleteGroups = api({
  key: 42,
  name: 'DeleteGroups',
  versions: [0, 2],
  flexible: 2,
  request: { groups: array(string) },
  response: { throttleMs: int32, results: array({ groupId: string, error: int16 }) },
  async handle({ groups }, { broker }) {
    const results = groups.map(async groupId => ({ groupId, error: await broker.groups.deleteGroup(groupId) }))
    return { throttleMs: 0, results: await Promise.all(results) }
  },
})
