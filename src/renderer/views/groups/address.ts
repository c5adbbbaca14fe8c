import { pathWord } from '../../ui/path-word'

/** What the view shows, as it stands in the address: /groups/<group>?tab=…&q=…. */
export interface GroupsAddress {
  /** Null: none is chosen. */
  group: string | null
  tab: GroupTab
  /** Narrows the list. */
  filter: string
}

export const groupTabs = ['partitions', 'members', 'rebalances'] as const
export type GroupTab = (typeof groupTabs)[number]

const filterMax = 200
const groupMax = 1_000

/** Whatever makes no sense is at its default. */
export function parseAddress(path: string, params: URLSearchParams): GroupsAddress {
  return {
    group: pathWord(path, 1)?.slice(0, groupMax) ?? null,
    tab: groupTabs.find(tab => tab === params.get('tab')) ?? 'partitions',
    filter: (params.get('q') ?? '').slice(0, filterMax),
  }
}

export function formatAddress({ group, tab, filter }: GroupsAddress): string {
  const params = new URLSearchParams()
  if (group !== null && tab !== 'partitions') params.set('tab', tab)
  if (filter !== '') params.set('q', filter)
  const text = params.toString()
  return `/groups${group === null ? '' : `/${encodeURIComponent(group)}`}${text && `?${text}`}`
}
