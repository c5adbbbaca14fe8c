import type { View } from '../../ui/view'

/** The map's code in two pieces, each evaluated in a task of its own: the network with its data, then what draws it. */
export const loadMap: View['load'] = async () => {
  await import('./world')
  return import('.')
}
