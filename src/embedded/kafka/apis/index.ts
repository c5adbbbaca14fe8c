import { offsetCommit } from './08-offset-commit'
import { offsetFetch } from './09-offset-fetch'
import { findCoordinator } from './10-find-coordinator'
import { joinGroup } from './11-join-group'
import { heartbeat } from './12-heartbeat'
import { leaveGroup } from './13-leave-group'
import { syncGroup } from './14-sync-group'
import { describeGroups } from './15-describe-groups'
import { listGroups } from './16-list-groups'
import { saslHandshake } from './17-sasl-handshake'
import { apiVersions } from './18-api-versions'
import { describeAcls } from './29-describe-acls'
import { createAcls } from './30-create-acls'
import { deleteAcls } from './31-delete-acls'
import { deleteGroups } from './42-delete-groups'
import { listPartitionReassignments } from './46-list-partition-reassignments'
import { offsetDelete } from './47-offset-delete'
import { describeCluster } from './60-describe-cluster'
import type { Api } from './api'

/** Every API that we answer, by key. ApiVersions and the dispatcher are both derived from this list. */
export const apis: readonly Api[] = [
  offsetCommit,
  offsetFetch,
  findCoordinator,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  saslHandshake,
  apiVersions(() => apis),
  describeAcls,
  createAcls,
  deleteAcls,
  deleteGroups,
  listPartitionReassignments,
  offsetDelete,
  describeCluster,
]
