import { IconBraces, IconMap2 } from '@tabler/icons-react'
import type { View } from '../ui/view'

/** Every view, in the rail's order. */
export const views: View[] = [
  { name: 'map', title: 'Map', icon: IconMap2, load: () => import('./map') },
  { name: 'schemas', title: 'Schemas', icon: IconBraces, load: () => import('./schemas') },
]
