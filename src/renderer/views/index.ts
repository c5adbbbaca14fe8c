import {
  IconBraces,
  IconFileText,
  IconMap2,
  IconPlugConnected,
  IconSettings,
  IconStack2,
  IconTerminal2,
  IconUsersGroup,
  IconSitemap,
} from '@tabler/icons-react'
import type { View } from '../ui/view'
import { loadMap } from './map/load'

/** Every view, in the rail's order. */
export const views: View[] = [
  { name: 'map', title: 'Map', icon: IconMap2, load: loadMap },
  { name: 'topics', title: 'Topics', icon: IconStack2, load: () => import('./topics') },
  { name: 'groups', title: 'Groups', icon: IconUsersGroup, load: () => import('./groups') },
  { name: 'schemas', title: 'Schemas', icon: IconBraces, load: () => import('./schemas') },
  { name: 'connect', title: 'Connect', icon: IconPlugConnected, load: () => import('./connect') },
  { name: 'ksql', title: 'ksqlDB', icon: IconTerminal2, load: () => import('./ksql') },
  { name: 'pipeline', title: 'Pipeline', icon: IconSitemap, load: () => import('./pipeline') },
  { name: 'logs', title: 'Logs', icon: IconFileText, load: () => import('./logs') },
  { name: 'settings', title: 'Settings', icon: IconSettings, place: 'end', load: () => import('./settings') },
]
