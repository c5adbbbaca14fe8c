import { pathWord } from '../../ui/path-word'

export const settingsTabs = ['appearance', 'profiles', 'about'] as const
export type SettingsTab = (typeof settingsTabs)[number]

/** Where in the settings one is. */
export interface SettingsAddress {
  tab: SettingsTab
  /** The profile in the form; 'new' is one that is not saved yet; null: none is chosen. */
  profile: { id: string } | 'new' | null
}

/** `/settings`, `/settings/profiles`, `/settings/profiles/ID`, `/settings/profiles?new`; null: there is no such place. */
export function parseAddress(path: string, search: string): SettingsAddress | null {
  const [view, tab = 'appearance', id, ...rest] = path.split('/').slice(1)
  const known = settingsTabs.find(one => one === tab)
  if (view !== 'settings' || !known || rest.length > 0) return null
  if (id === undefined || id === '') {
    const isNew = known === 'profiles' && new URLSearchParams(search).has('new')
    return { tab: known, profile: isNew ? 'new' : null }
  }
  return known === 'profiles' ? { tab: known, profile: { id: pathWord(path, 2) ?? id } } : null
}

export function profileAddress(profile: SettingsAddress['profile']): string {
  if (profile === 'new') return '/settings/profiles?new'
  return profile === null ? '/settings/profiles' : `/settings/profiles/${encodeURIComponent(profile.id)}`
}

export function tabAddress(tab: SettingsTab): string {
  return tab === 'appearance' ? '/settings' : `/settings/${tab}`
}
