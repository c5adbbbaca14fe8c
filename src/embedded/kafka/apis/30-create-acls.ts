import { array, int16, int32, nullable, string } from '../wire/fields'
import { aclEntry, aclResource, aclsDisabled } from './acl'
import { api } from './api'

/**
 * CreateAcls, versions 0 to 3. https://kafka.apache.org/protocol#The_Messages_CreateAcls
 *
 * - Always SECURITY_DISABLED, for each ACL.
 */
export const createAcls = api({
  key: 30,
  name: 'CreateAcls',
  versions: [0, 3],
  flexible: 2,
  request: { creations: array({ ...aclResource, ...aclEntry }) },
  response: { throttleMs: int32, results: array({ error: int16, message: nullable(string) }) },
  handle({ creations }) {
    return { throttleMs: 0, results: creations.map(() => aclsDisabled) }
  },
})
