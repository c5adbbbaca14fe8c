import { array, int16, int32, nullable, string } from '../wire/fields'
import { aclEntry, aclFilter, aclResource, aclsDisabled } from './acl'
import { api } from './api'

/**
 * DeleteAcls, versions 0 to 3. https://kafka.apache.org/protocol#The_Messages_DeleteAcls
 *
 * - Always SECURITY_DISABLED, for each filter.
 */
export const deleteAcls = api({
  key: 31,
  name: 'DeleteAcls',
  versions: [0, 3],
  flexible: 2,
  request: { filters: array(aclFilter) },
  response: {
    throttleMs: int32,
    results: array({
      error: int16,
      message: nullable(string),
      matches: array({ error: int16, message: nullable(string), ...aclResource, ...aclEntry }),
    }),
  },
  handle({ filters }) {
    return { throttleMs: 0, results: filters.map(() => ({ ...aclsDisabled, matches: [] })) }
  },
})
