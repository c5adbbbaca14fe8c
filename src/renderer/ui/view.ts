import type { Icon } from '@tabler/icons-react'
import type { ComponentType } from 'react'

/** One entry of the rail. */
export interface View {
  /** Its address is `/name`. */
  name: string
  title: string
  icon: Icon
  /** end: at the bottom of the rail, under what one looks at every day. */
  place?: 'end'
  load(): Promise<{ default: ComponentType }>
}
