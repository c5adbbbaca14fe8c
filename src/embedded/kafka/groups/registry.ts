import type { Group } from './group'

/** All groups by id, of every kind. One owner: the coordinator. */
export interface GroupRegistry {
  get(id: string): Group | undefined
  add(group: Group): void
  remove(id: string): void
  all(): Iterable<Group>
  readonly size: number
}

export function createRegistry(): GroupRegistry {
  const groups = new Map<string, Group>()
  return {
    get: id => groups.get(id),
    add: group => void groups.set(group.id, group),
    remove: id => void groups.delete(id),
    all: () => groups.values(),
    get size() {
      return groups.size
    },
  }
}
