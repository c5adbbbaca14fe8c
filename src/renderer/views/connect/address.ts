import type { GoTo } from '../../state/address'
import { pathWord } from '../../ui/path-word'

/** What the view shows, as it stands in the address: /connect/<connector>?task=0. */
export interface ConnectAddress {
  /** Null: none is chosen. */
  connector: string | null
  /** The task whose trace is shown; null: the first that failed. */
  task: number | null
  show: ConnectShow
  /** Narrows the list. */
  filter: string
}
export type Go = GoTo<ConnectAddress>

export const connectShows = ['connectors', 'plugins'] as const
export type ConnectShow = (typeof connectShows)[number]

const taskMax = 1_000_000
const filterMax = 200

/** @param path as the browser has it, still escaped. Whatever makes no sense is at its default. */
export function parseAddress(path: string, params: URLSearchParams): ConnectAddress {
  const task = params.get('task')
  const isTask = task !== null && /^\d{1,7}$/.test(task) && Number(task) <= taskMax
  return {
    connector: pathWord(path, 1),
    task: isTask ? Number(task) : null,
    show: connectShows.find(show => show === params.get('show')) ?? 'connectors',
    filter: (params.get('q') ?? '').slice(0, filterMax),
  }
}

/** The address of the view; what is at its default is left out. */
export function formatAddress(address: ConnectAddress): string {
  const params = new URLSearchParams()
  if (address.task !== null && address.connector !== null) params.set('task', String(address.task))
  if (address.show !== 'connectors') params.set('show', address.show)
  if (address.filter !== '') params.set('q', address.filter)
  const path = address.connector === null ? '/connect' : `/connect/${encodeURIComponent(address.connector)}`
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}
