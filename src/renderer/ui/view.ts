import type { Icon } from '@tabler/icons-react'
import type { ComponentType } from 'react'

/** One entry of the rail. */
export interface View {
  /** Its address is `/name`. */
  name: string
  title: string
  icon: Icon
  load(): Promise<{ default: ComponentType }>
}
