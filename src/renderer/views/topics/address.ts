import type { GoTo } from '../../state/address'
import { pathWord } from '../../ui/path-word'

/** What the view shows, as it stands in the address: /topics/<topic>?tab=…. */
export interface TopicsAddress {
  /** Null: no topic is chosen. */
  topic: string | null
  tab: TopicTab
  /** Where reading begins. */
  from: ReadFrom
  /** Only this partition; null: all, merged. */
  only: number | null
  order: RecordOrder
  /** The record whose detail is shown. */
  selected: RecordPlace | null
  detail: DetailTab
  /** Text that records must contain; empty: no search. */
  search: string
}
export type Go = GoTo<TopicsAddress>

export const topicTabs = ['records', 'partitions', 'config', 'consumers', 'schema'] as const
export type TopicTab = (typeof topicTabs)[number]

export const detailTabs = ['value', 'raw', 'bytes', 'key', 'headers', 'schema'] as const
export type DetailTab = (typeof detailTabs)[number]

export const recordOrders = ['newest', 'oldest'] as const
export type RecordOrder = (typeof recordOrders)[number]

export type ReadFrom =
  | { kind: 'earliest' | 'latest' | 'live' }
  /** An offset as digits: it may pass 2^53. */
  | { kind: 'offset'; offset: string }
  /** Wall or simulated ms, as the records have it. */
  | { kind: 'time'; ms: number }

export interface RecordPlace {
  partition: number
  /** Digits. */
  offset: string
}

/** A record that only a link names is shown with so many before it. */
const recordsBefore = 10n
const partitionMax = 2 ** 31 - 1
/** The largest offset: a 64-bit signed number. */
const offsetMax = 2n ** 63n - 1n
/** The range that a Date can show, ms. */
const timeMax = 8.64e15
const searchMax = 500

/** The first word of an address is the view's name, the second the topic. Whatever makes no sense is at its default. */
export function parseAddress(path: string, params: URLSearchParams): TopicsAddress {
  const selected = parsePlace(params)
  const only = parseNumber(params.get('only'))
  const named = parseFrom(params.get('from'))
  const implied: ReadFrom = selected ? { kind: 'offset', offset: offsetBefore(selected.offset) } : { kind: 'latest' }
  const from = named ?? implied
  return {
    topic: pathWord(path, 1),
    tab: oneOf(topicTabs, params.get('tab')) ?? 'records',
    from,
    only: only ?? (named === null && selected ? selected.partition : null),
    order: oneOf(recordOrders, params.get('order')) ?? defaultOrder(from),
    selected,
    detail: oneOf(detailTabs, params.get('detail')) ?? 'value',
    search: (params.get('q') ?? '').slice(0, searchMax),
  }
}

/** The address of the view; what is at its default is left out. */
export function formatAddress(address: TopicsAddress): string {
  if (address.topic === null) return '/topics'
  const params = new URLSearchParams()
  if (address.tab !== 'records') params.set('tab', address.tab)
  const { from, selected, only } = address
  const isImplied =
    selected !== null &&
    from.kind === 'offset' &&
    from.offset === offsetBefore(selected.offset) &&
    only === selected.partition
  if (!isImplied && (from.kind !== 'latest' || selected)) params.set('from', formatFrom(from))
  if (!isImplied && only !== null) params.set('only', String(only))
  if (address.order !== defaultOrder(from)) params.set('order', address.order)
  if (selected) {
    params.set('partition', String(selected.partition))
    params.set('offset', selected.offset)
  }
  if (address.detail !== 'value') params.set('detail', address.detail)
  if (address.search !== '') params.set('q', address.search)
  const text = params.toString().replaceAll('%3A', ':')
  return `/topics/${encodeURIComponent(address.topic)}${text && `?${text}`}`
}

/** A topic's first page, as the list opens it. */
export function topicAddress(topic: string | null): TopicsAddress {
  return parseAddress(topic === null ? '/topics' : `/topics/${encodeURIComponent(topic)}`, new URLSearchParams())
}

/** What came last is first where reading begins at the end, else what came first. */
export function defaultOrder(from: ReadFrom): RecordOrder {
  return from.kind === 'latest' || from.kind === 'live' ? 'newest' : 'oldest'
}

/** Digits to digits without leading zeros; null when it is no offset. */
export function parseOffset(text: string | null): string | null {
  const digits = text?.trim().replaceAll(',', '') ?? ''
  if (!/^\d{1,19}$/.test(digits)) return null
  const offset = BigInt(digits)
  return offset <= offsetMax ? String(offset) : null
}

function parsePlace(params: URLSearchParams): RecordPlace | null {
  const partition = parseNumber(params.get('partition'))
  const offset = parseOffset(params.get('offset'))
  return partition === null || offset === null ? null : { partition, offset }
}

function parseNumber(text: string | null): number | null {
  if (text === null || !/^\d{1,10}$/.test(text)) return null
  const number = Number(text)
  return number <= partitionMax ? number : null
}

function parseFrom(text: string | null): ReadFrom | null {
  if (text === 'earliest' || text === 'latest' || text === 'live') return { kind: text }
  const [kind, value] = text?.split(':') ?? []
  if (kind === 'offset') {
    const offset = parseOffset(value ?? null)
    return offset === null ? null : { kind, offset }
  }
  if (kind === 'time' && /^\d{1,16}$/.test(value ?? '')) {
    const ms = Number(value)
    return ms <= timeMax ? { kind, ms } : null
  }
  return null
}

function formatFrom(from: ReadFrom): string {
  if (from.kind === 'offset') return `offset:${from.offset}`
  return from.kind === 'time' ? `time:${from.ms}` : from.kind
}

function offsetBefore(offset: string): string {
  const before = BigInt(offset) - recordsBefore
  return String(before < 0n ? 0n : before)
}

function oneOf<T extends string>(words: readonly T[], text: string | null): T | null {
  return words.find(word => word === text) ?? null
}
