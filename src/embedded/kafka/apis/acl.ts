import { errorRow, errors } from '../wire/errors'
import { int8, nullable, since, string } from '../wire/fields'

/** The pattern type that versions before 1 mean: the resource's name as it is. */
const literal = 3

/** Which ACLs are meant, in DescribeAcls and DeleteAcls. */
export const aclFilter = {
  resourceType: int8,
  resourceName: nullable(string),
  patternType: since(1, int8, literal),
  principal: nullable(string),
  host: nullable(string),
  operation: int8,
  permission: int8,
}

/** A resource and its pattern. */
export const aclResource = { resourceType: int8, resourceName: string, patternType: since(1, int8, literal) }

export const aclEntry = { principal: string, host: string, operation: int8, permission: int8 }

/** There is no authorizer, so there are no ACLs to read or write. */
export const aclsDisabled = { error: errors.securityDisabled, message: errorRow(errors.securityDisabled).message }
