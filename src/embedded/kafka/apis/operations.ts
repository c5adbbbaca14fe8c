/** Authorized operations are sent as bits by AclOperation code; this value says that nobody asked for them. */
export const operationsNotAsked = -0x8000_0000

/** AclOperation codes: 3 read, 4 write, 5 create, 6 delete, 7 alter, 8 describe, 9 cluster action, 10 … 12 configs. */
const bits = (...codes: number[]) => codes.reduce((sum, code) => sum | (1 << code), 0)

/** Without an authorizer everybody may do whatever the resource knows: a group can be read, deleted, described. */
export const groupOperations = bits(3, 6, 8, 10, 11)

export const topicOperations = bits(3, 4, 5, 6, 7, 8, 10, 11)

/** Create, alter, describe, cluster action, describe and alter configs, idempotent write. */
export const clusterOperations = bits(5, 7, 8, 9, 10, 11, 12)
