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

/** Held down, only these act again and again: all others would run and pause, or open and close, many times a second. */
const heldKeys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', '+', '=', '-', 'j', 'k']

/** Listens on the window. @returns a function that stops it */
export function listenForKeys(target: Window): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof HTMLElement && needsKey(event.target, event.key)) return
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key
    for (const group of [...useKeyGroups.getState().groups].reverse()) {
      const found = group.keys.find(({ key, also }) => key === pressed || also?.includes(pressed))
      if (!found) continue
      event.preventDefault()
      if (!event.repeat || heldKeys.includes(pressed)) found.run(event)
      return
    }
  }
  target.addEventListener('keydown', onKey)
  return () => target.removeEventListener('keydown', onKey)
}

/** What needsKey asks of an element. */
export type FocusedControl = Pick<Element, 'tagName' | 'closest'> & {
  isContentEditable?: boolean
  /** Of an input. */
  type?: string
}

/** What Space and Enter press, beside buttons and links themselves. */
const pressable = [
  'button',
  'a[href]',
  'summary',
  ...['button', 'link', 'checkbox', 'switch', 'radio', 'tab', 'option', 'menuitem', 'treeitem'].map(
    role => `[role="${role}"]`,
  ),
].join()

/**
 * Whether a focused control needs a key for itself: all of a text field's, Space and Enter of what can be pressed, arrows
 * of choices. A button that is labelled with a key gives that key away, so that pressing it acts once, and as on the rest
 * of the page: Space on Run pauses, although the pressed-in Run button itself has nothing left to do.
 *
 * @param key as KeyboardEvent.key has it
 */
export function needsKey(control: FocusedControl, key: string): boolean {
  if (control.isContentEditable || /^(TEXTAREA|SELECT)$/.test(control.tagName)) return true
  if (control.tagName === 'INPUT') {
    const isChoice = control.type === 'radio' || control.type === 'checkbox'
    return !isChoice || key.startsWith('Arrow') || key === ' '
  }
  if (control.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return key !== 'Escape'
  if (key !== ' ' && key !== 'Enter') return false
  const pressed = control.closest(pressable)
  if (!pressed) return false
  return !(key === ' ' && pressed.closest('[data-hotkey="Space"]') !== null)
}
