import { errors } from '../wire/errors'
import { array, boolean, defaulted, int16, int32, int8, nullable, since, string } from '../wire/fields'
import { api } from './api'
import { clusterOperations, operationsNotAsked } from './operations'

/** What is asked for: 1 brokers, 2 controllers. */
const brokerEndpoints = 1
const controllerEndpoints = 2

/**
 * DescribeCluster, versions 0 and 1. https://kafka.apache.org/protocol#The_Messages_DescribeCluster
 *
 * - Controllers (version 1, KIP-919) are not reached over this port: MISMATCHED_ENDPOINT_TYPE, as Kafka's brokers say.
 */
export const describeCluster = api({
  key: 60,
  name: 'DescribeCluster',
  versions: [0, 1],
  flexible: 0,
  request: { includeOperations: boolean, endpointType: since(1, int8, brokerEndpoints) },
  response: {
    throttleMs: int32,
    error: int16,
    message: nullable(string),
    endpointType: since(1, int8, brokerEndpoints),
    clusterId: string,
    controllerId: int32,
    brokers: array({ id: int32, host: string, port: int32, rack: defaulted(nullable(string), null) }),
    operations: int32,
  },
  handle({ includeOperations, endpointType }, { broker }) {
    if (endpointType !== brokerEndpoints) return refusal(endpointType)
    return {
      throttleMs: 0,
      error: 0,
      message: null,
      endpointType,
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      brokers: [{ id: broker.nodeId, host: broker.host, port: broker.port }],
      operations: includeOperations ? clusterOperations : operationsNotAsked,
    }
  },
})

function refusal(endpointType: number) {
  const isController = endpointType === controllerEndpoints
  return {
    throttleMs: 0,
    error: isController ? errors.mismatchedEndpointType : errors.unsupportedEndpointType,
    message: isController
      ? 'The request was sent to a broker, but asks for controllers.'
      : `Endpoint type ${endpointType} is not known.`,
    endpointType: brokerEndpoints,
    clusterId: '',
    controllerId: -1,
    brokers: [],
    operations: operationsNotAsked,
  }
}
