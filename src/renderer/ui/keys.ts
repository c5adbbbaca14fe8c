import { useEffect, useRef } from 'react'
import { create } from 'zustand'

/** A key that does something while the part that registered it is on the screen. */
export interface Key {
  /** As KeyboardEvent.key has it, letters in lower case. */
  key: string
  /** Other spellings of the same, such as `=` for `+`. */
  also?: string[]
  /** What stands on the key when it is shown; the key itself when absent. */
  label?: string
  title: string
  run(event: KeyboardEvent): void
}

interface KeyGroup {
  title: string
  keys: Key[]
}

/** All groups that are on the screen, for the list of keys. Newer ones are asked first. */
export const useKeyGroups = create<{ groups: KeyGroup[] }>(() => ({ groups: [] }))

/** Registers keys for as long as the calling part is shown. Their number and names must not change. */
export function useKeys(title: string, keys: Key[]): void {
  const newest = useRef(keys)
  useEffect(() => {
    newest.current = keys
  })
  useEffect(() => {
    const group: KeyGroup = {
      title,
      keys: newest.current.map((key, i) => ({ ...key, run: event => newest.current[i]?.run(event) })),
    }
    useKeyGroups.setState(({ groups }) => ({ groups: [...groups, group] }))
    return () => useKeyGroups.setState(({ groups }) => ({ groups: groups.filter(other => other !== group) }))
  }, [title])
}

/** Listens on the window. @returns a function that stops it */
export function listenForKeys(target: Window): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || belongsToField(event)) return
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key
    for (const group of [...useKeyGroups.getState().groups].reverse()) {
      const found = group.keys.find(({ key, also }) => key === pressed || also?.includes(pressed))
      if (!found) continue
      event.preventDefault()
      found.run(event)
      return
    }
  }
  target.addEventListener('keydown', onKey)
  return () => target.removeEventListener('keydown', onKey)
}

/** Keys that a focused control needs for itself: all of a text field's, Space and Enter of a button, arrows of choices. */
function belongsToField(event: KeyboardEvent): boolean {
  const { target, key } = event
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) return true
  if (target instanceof HTMLInputElement) return target.type !== 'radio' || key.startsWith('Arrow') || key === ' '
  if (target.closest('[role="dialog"], [role="menu"]')) return key !== 'Escape'
  return /^(BUTTON|A|SUMMARY)$/.test(target.tagName) && (key === ' ' || key === 'Enter')
}
