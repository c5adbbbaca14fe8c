import { array, int16, int32, nullable, string } from '../wire/fields'
import { aclEntry, aclFilter, aclResource, aclsDisabled } from './acl'
import { api } from './api'

/**
 * DescribeAcls, versions 0 to 3. https://kafka.apache.org/protocol#The_Messages_DescribeAcls
 *
 * - Always SECURITY_DISABLED, as a broker without an authorizer answers.
 */
export const describeAcls = api({
  key: 29,
  name: 'DescribeAcls',
  versions: [0, 3],
  flexible: 2,
  request: aclFilter,
  response: {
    throttleMs: int32,
    error: int16,
    message: nullable(string),
    resources: array({ ...aclResource, acls: array(aclEntry) }),
  },
  handle() {
    return { throttleMs: 0, ...aclsDisabled, resources: [] }
  },
})
