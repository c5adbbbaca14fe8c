import { create } from 'zustand'

export type StackTab = 'services' | 'provisioning'

/** Which part of the stack's panel is open; null when none is. */
export const useStackPanel = create<{ shown: StackTab | null }>(() => ({ shown: null }))

export function showStack(shown: StackTab | null): void {
  useStackPanel.setState({ shown })
}
