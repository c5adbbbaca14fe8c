import { useEffect, useRef } from 'react'
import { create } from 'zustand'

/** Something that a person can have done by its name. */
export interface Command {
  id: string
  title: string
  /** A quiet word beside it. */
  hint?: string
  /** The key that does the same, as it is shown. */
  keys?: string
  run(): void
}

interface CommandGroup {
  title: string
  commands: readonly Command[]
}

/** What can be done just now: each part that is on the screen adds its own. */
export const useCommandGroups = create<{ groups: readonly CommandGroup[] }>(() => ({ groups: [] }))

/** Offers commands in the palette for as long as the calling part is shown. Their ids decide when the list is new. */
export function useCommands(title: string, commands: readonly Command[]): void {
  const newest = useRef(commands)
  useEffect(() => {
    newest.current = commands
  })
  const ids = commands.map(({ id, title: name }) => `${id} ${name}`).join('\n')
  useEffect(() => {
    const group: CommandGroup = {
      title,
      commands: newest.current.map(command => ({
        ...command,
        run: () => newest.current.find(({ id }) => id === command.id)?.run(),
      })),
    }
    useCommandGroups.setState(({ groups }) => ({ groups: [...groups, group] }))
    return () => useCommandGroups.setState(({ groups }) => ({ groups: groups.filter(other => other !== group) }))
  }, [title, ids])
}
