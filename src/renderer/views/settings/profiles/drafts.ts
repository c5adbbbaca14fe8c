import { create } from 'zustand'
import type { ProfileForm } from './form-state'

/** The key of a profile that is not saved yet. No id is empty. */
export const newKey = ''

/** What was typed and not saved, by profile: it is still there after a look at another view. Gone with the page. */
export const useDrafts = create<{ forms: Readonly<Record<string, ProfileForm>> }>(() => ({ forms: {} }))

export function keepDraft(key: string, form: ProfileForm): void {
  useDrafts.setState(({ forms }) => ({ forms: { ...forms, [key]: form } }))
}

export function dropDraft(key: string): void {
  useDrafts.setState(({ forms }) => ({
    forms: Object.fromEntries(Object.entries(forms).filter(([one]) => one !== key)),
  }))
}
