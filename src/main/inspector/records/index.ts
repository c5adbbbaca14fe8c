import type {
  GetInput,
  ReadInput,
  RecordDetail,
  RecordPage,
  SearchInput,
  SearchMessage,
  TailInput,
  TailMessage,
} from '../../../shared/contract/records'
import type { WorkerHost } from '../worker/host'

/** What the inspector reads out of topics; the reading and decoding is done in its worker. */
export interface Records {
  read(input: ReadInput, signal?: AbortSignal): Promise<RecordPage>
  tail(input: TailInput, signal: AbortSignal): AsyncGenerator<TailMessage, void, void>
  search(input: SearchInput, signal: AbortSignal): AsyncGenerator<SearchMessage, void, void>
  get(input: GetInput, signal?: AbortSignal): Promise<RecordDetail>
}

export function createRecords(host: WorkerHost): Records {
  return {
    read: (input, signal) => host.call('read', input, signal),
    tail: (input, signal) => host.stream('tail', input, signal),
    search: (input, signal) => host.stream('search', input, signal),
    get: (input, signal) => host.call('get', input, signal),
  }
}
