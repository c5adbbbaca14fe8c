import type { GoTo } from '../../state/address'
import { pathWord } from '../../ui/path-word'

/** What the view shows, as it stands in the address: /schemas/<subject>?version=2&diff=1. */
export interface SchemasAddress {
  /** Null: no subject is chosen. */
  subject: string | null
  /** Null: the newest. */
  version: number | null
  /** The version that it is compared with; null: no comparison. */
  diff: number | null
  layout: DiffLayout
  /** Subjects that were deleted softly are in the list, too. */
  deleted: boolean
  /** Narrows the list. */
  filter: string
  /** What stands in the place of a version and is none; null when all is well. */
  wrongVersion: string | null
}
export type Go = GoTo<SchemasAddress>

export const diffLayouts = ['unified', 'side'] as const
export type DiffLayout = (typeof diffLayouts)[number]

const versionMax = 2 ** 31 - 1
const filterMax = 200

export const noSubject: SchemasAddress = {
  subject: null,
  version: null,
  diff: null,
  layout: 'unified',
  deleted: false,
  filter: '',
  wrongVersion: null,
}

/** @param path as the browser has it, still escaped */
export function parseAddress(path: string, params: URLSearchParams): SchemasAddress {
  const version = params.get('version')
  const diff = params.get('diff')
  const wrong = [version, diff].find(text => text !== null && parseVersion(text) === null)
  return {
    subject: pathWord(path, 1),
    version: parseVersion(version),
    diff: parseVersion(diff),
    layout: diffLayouts.find(layout => layout === params.get('layout')) ?? 'unified',
    deleted: params.get('deleted') === '1',
    filter: (params.get('q') ?? '').slice(0, filterMax),
    wrongVersion: wrong ?? null,
  }
}

/** The address of the view; what is at its default is left out. */
export function formatAddress(address: SchemasAddress): string {
  const params = new URLSearchParams()
  if (address.version !== null) params.set('version', String(address.version))
  if (address.diff !== null) params.set('diff', String(address.diff))
  if (address.layout !== 'unified') params.set('layout', address.layout)
  if (address.deleted) params.set('deleted', '1')
  if (address.filter !== '') params.set('q', address.filter)
  const path = address.subject === null ? '/schemas' : `/schemas/${encodeURIComponent(address.subject)}`
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}

function parseVersion(text: string | null): number | null {
  if (text === null || !/^[1-9]\d{0,9}$/.test(text)) return null
  const version = Number(text)
  return version <= versionMax ? version : null
}
