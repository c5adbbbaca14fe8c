import type { WireReader, WireWriter } from '../fields'

/**
 * One request of Kafka's protocol in one version: the lowest that has what is needed, so that clusters from Kafka 2.1
 * on understand it. None of them is of the newer, "flexible" encoding.
 */
export interface WireApi<Request, Response> {
  name: string
  key: number
  version: number
  write(writer: WireWriter, request: Request): void
  /** @throws WireError when the answer is not what the protocol says */
  read(reader: WireReader): Response
}
