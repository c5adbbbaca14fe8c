/** Kafka's error codes that we answer, once: name, code, whether a client may try the same again, and what it means. */
const table = {
  unknownServerError: [
    -1,
    'UNKNOWN_SERVER_ERROR',
    false,
    'The server had an unexpected error; its log has the details.',
  ],
  none: [0, 'NONE', false, ''],
  offsetOutOfRange: [1, 'OFFSET_OUT_OF_RANGE', false, 'The offset is outside of what the partition has.'],
  corruptMessage: [2, 'CORRUPT_MESSAGE', true, 'The batch has a wrong checksum, size or format.'],
  unknownTopicOrPartition: [3, 'UNKNOWN_TOPIC_OR_PARTITION', true, 'There is no such topic or partition.'],
  leaderNotAvailable: [5, 'LEADER_NOT_AVAILABLE', true, 'The partition has no leader at the moment.'],
  notLeaderOrFollower: [6, 'NOT_LEADER_OR_FOLLOWER', true, 'This broker does not lead the partition.'],
  requestTimedOut: [7, 'REQUEST_TIMED_OUT', true, 'The request was not done in time.'],
  messageTooLarge: [10, 'MESSAGE_TOO_LARGE', false, 'The batch is larger than max.message.bytes.'],
  offsetMetadataTooLarge: [12, 'OFFSET_METADATA_TOO_LARGE', false, 'The metadata of an offset is too large.'],
  coordinatorLoadInProgress: [14, 'COORDINATOR_LOAD_IN_PROGRESS', true, 'The coordinator is loading its state.'],
  coordinatorNotAvailable: [15, 'COORDINATOR_NOT_AVAILABLE', true, 'There is no coordinator at the moment.'],
  notCoordinator: [16, 'NOT_COORDINATOR', true, 'This broker is not the coordinator.'],
  invalidTopic: [17, 'INVALID_TOPIC_EXCEPTION', false, 'The topic name is not allowed.'],
  recordListTooLarge: [18, 'RECORD_LIST_TOO_LARGE', false, 'The batch is larger than a segment.'],
  notEnoughReplicas: [19, 'NOT_ENOUGH_REPLICAS', true, 'There are fewer in-sync replicas than min.insync.replicas.'],
  invalidRequiredAcks: [21, 'INVALID_REQUIRED_ACKS', false, 'Required acks must be -1, 0 or 1.'],
  illegalGeneration: [22, 'ILLEGAL_GENERATION', false, 'The generation of the group is another one.'],
  inconsistentGroupProtocol: [23, 'INCONSISTENT_GROUP_PROTOCOL', false, 'The members have no protocol in common.'],
  invalidGroupId: [24, 'INVALID_GROUP_ID', false, 'The group id is not allowed.'],
  unknownMemberId: [25, 'UNKNOWN_MEMBER_ID', false, 'The group does not know this member.'],
  invalidSessionTimeout: [26, 'INVALID_SESSION_TIMEOUT', false, 'The session timeout is outside of the bounds.'],
  rebalanceInProgress: [27, 'REBALANCE_IN_PROGRESS', false, 'The group is rebalancing: join again.'],
  topicAuthorizationFailed: [29, 'TOPIC_AUTHORIZATION_FAILED', false, 'Not allowed for this topic.'],
  groupAuthorizationFailed: [30, 'GROUP_AUTHORIZATION_FAILED', false, 'Not allowed for this group.'],
  invalidTimestamp: [32, 'INVALID_TIMESTAMP', false, 'The timestamp is outside of what the topic accepts.'],
  unsupportedSaslMechanism: [33, 'UNSUPPORTED_SASL_MECHANISM', false, 'The SASL mechanism is not supported.'],
  illegalSaslState: [34, 'ILLEGAL_SASL_STATE', false, 'SASL is not expected here.'],
  unsupportedVersion: [35, 'UNSUPPORTED_VERSION', false, 'The version of the request is not supported.'],
  topicAlreadyExists: [36, 'TOPIC_ALREADY_EXISTS', false, 'The topic exists.'],
  invalidPartitions: [37, 'INVALID_PARTITIONS', false, 'The number of partitions is not allowed.'],
  invalidReplicationFactor: [
    38,
    'INVALID_REPLICATION_FACTOR',
    false,
    'The replication factor is larger than the cluster.',
  ],
  invalidReplicaAssignment: [39, 'INVALID_REPLICA_ASSIGNMENT', false, 'The assignment of replicas is not allowed.'],
  invalidConfig: [40, 'INVALID_CONFIG', false, 'A config is not allowed.'],
  notController: [41, 'NOT_CONTROLLER', true, 'This broker is not the controller.'],
  invalidRequest: [42, 'INVALID_REQUEST', false, 'The request contradicts itself.'],
  policyViolation: [44, 'POLICY_VIOLATION', false, 'A policy of this broker forbids it.'],
  outOfOrderSequenceNumber: [45, 'OUT_OF_ORDER_SEQUENCE_NUMBER', false, "The producer's sequence has a gap."],
  duplicateSequenceNumber: [46, 'DUPLICATE_SEQUENCE_NUMBER', false, 'The batch was written before.'],
  invalidProducerEpoch: [47, 'INVALID_PRODUCER_EPOCH', false, 'The producer has a newer epoch.'],
  invalidTxnState: [48, 'INVALID_TXN_STATE', false, 'The transaction is in another state.'],
  invalidProducerIdMapping: [49, 'INVALID_PRODUCER_ID_MAPPING', false, 'The transactional id has another producer id.'],
  invalidTransactionTimeout: [50, 'INVALID_TRANSACTION_TIMEOUT', false, 'The transaction timeout is too large.'],
  concurrentTransactions: [51, 'CONCURRENT_TRANSACTIONS', true, 'The last transaction is still being ended.'],
  transactionalIdAuthorizationFailed: [
    53,
    'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
    false,
    'Not allowed for this transactional id.',
  ],
  securityDisabled: [54, 'SECURITY_DISABLED', false, 'This broker has no authorizer, so it has no ACLs.'],
  operationNotAttempted: [
    55,
    'OPERATION_NOT_ATTEMPTED',
    false,
    'Not tried, because another part of the request failed.',
  ],
  kafkaStorageError: [56, 'KAFKA_STORAGE_ERROR', true, 'The disk cannot be written or read.'],
  logDirNotFound: [57, 'LOG_DIR_NOT_FOUND', false, 'There is no such log directory.'],
  saslAuthenticationFailed: [58, 'SASL_AUTHENTICATION_FAILED', false, 'SASL authentication failed.'],
  unknownProducerId: [59, 'UNKNOWN_PRODUCER_ID', false, 'The partition does not know the producer.'],
  reassignmentInProgress: [60, 'REASSIGNMENT_IN_PROGRESS', false, 'The partition is being reassigned.'],
  nonEmptyGroup: [68, 'NON_EMPTY_GROUP', false, 'The group has members.'],
  groupIdNotFound: [69, 'GROUP_ID_NOT_FOUND', false, 'There is no such group.'],
  fetchSessionIdNotFound: [70, 'FETCH_SESSION_ID_NOT_FOUND', true, 'There is no such fetch session.'],
  invalidFetchSessionEpoch: [71, 'INVALID_FETCH_SESSION_EPOCH', true, 'The fetch session is at another epoch.'],
  listenerNotFound: [72, 'LISTENER_NOT_FOUND', true, 'There is no such listener.'],
  fencedLeaderEpoch: [74, 'FENCED_LEADER_EPOCH', true, "The client's leader epoch is older than ours."],
  unknownLeaderEpoch: [75, 'UNKNOWN_LEADER_EPOCH', true, "The client's leader epoch is newer than ours."],
  unsupportedCompressionType: [
    76,
    'UNSUPPORTED_COMPRESSION_TYPE',
    false,
    'The version of the request does not know this compression.',
  ],
  memberIdRequired: [79, 'MEMBER_ID_REQUIRED', false, 'Join again with the member id of this answer.'],
  groupMaxSizeReached: [81, 'GROUP_MAX_SIZE_REACHED', false, 'The group has as many members as are allowed.'],
  fencedInstanceId: [82, 'FENCED_INSTANCE_ID', false, 'Another member has taken over the group instance id.'],
  eligibleLeadersNotAvailable: [83, 'ELIGIBLE_LEADERS_NOT_AVAILABLE', true, 'No replica may become leader.'],
  electionNotNeeded: [84, 'ELECTION_NOT_NEEDED', true, 'The partition has its preferred leader.'],
  noReassignmentInProgress: [85, 'NO_REASSIGNMENT_IN_PROGRESS', false, 'No partition is being reassigned.'],
  groupSubscribedToTopic: [86, 'GROUP_SUBSCRIBED_TO_TOPIC', false, 'A member of the group subscribes to the topic.'],
  invalidRecord: [87, 'INVALID_RECORD', false, 'A record is not allowed in this topic.'],
  unstableOffsetCommit: [88, 'UNSTABLE_OFFSET_COMMIT', true, 'A transaction with offsets of the group is under way.'],
  producerFenced: [90, 'PRODUCER_FENCED', false, 'A newer producer has the transactional id.'],
  duplicateResource: [92, 'DUPLICATE_RESOURCE', false, 'The same thing is named twice.'],
  unknownTopicId: [100, 'UNKNOWN_TOPIC_ID', true, 'There is no topic with this id.'],
  inconsistentTopicId: [103, 'INCONSISTENT_TOPIC_ID', true, 'The topic has another id.'],
  transactionalIdNotFound: [105, 'TRANSACTIONAL_ID_NOT_FOUND', false, 'There is no such transactional id.'],
  mismatchedEndpointType: [
    114,
    'MISMATCHED_ENDPOINT_TYPE',
    false,
    'The request was sent to the wrong kind of endpoint.',
  ],
  unsupportedEndpointType: [115, 'UNSUPPORTED_ENDPOINT_TYPE', false, 'This type of endpoint is not known.'],
  transactionAbortable: [120, 'TRANSACTION_ABORTABLE', false, 'The transaction can only be aborted.'],
} as const satisfies Record<string, readonly [code: number, name: string, retriable: boolean, message: string]>

export type ErrorName = keyof typeof table

/** Codes by name: `errors.unknownTopicOrPartition` is 3. */
export const errors = Object.fromEntries(Object.entries(table).map(([key, [code]]) => [key, code])) as {
  readonly [Name in ErrorName]: number
}

export interface ErrorRow {
  code: number
  /** As Kafka spells it. */
  name: string
  /** A client may send the same request again. */
  retriable: boolean
  message: string
}

const byCode = new Map<number, ErrorRow>(
  Object.values(table).map(([code, name, retriable, message]) => [code, { code, name, retriable, message }]),
)

/** The row of a code; one that the table does not have is the unknown error. */
export function errorRow(code: number): ErrorRow {
  return byCode.get(code) ?? byCode.get(-1)!
}

/** An error of the protocol on its way to a response. `message` is what the client's user reads. */
export class KafkaError extends Error {
  readonly code: number
  constructor(code: number, message = errorRow(code).message, options?: ErrorOptions) {
    super(message, options)
    this.name = 'KafkaError'
    this.code = code
  }
}
