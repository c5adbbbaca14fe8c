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

/** What the inspector reads out of topics. */
export interface Records {
  read(input: ReadInput, signal?: AbortSignal): Promise<RecordPage>
  tail(input: TailInput, signal: AbortSignal): AsyncGenerator<TailMessage, void, void>
  search(input: SearchInput, signal: AbortSignal): AsyncGenerator<SearchMessage, void, void>
  get(input: GetInput, signal?: AbortSignal): Promise<RecordDetail>
}
