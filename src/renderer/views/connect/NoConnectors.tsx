import { IconPlug } from '@tabler/icons-react'
import { Empty } from '../../ui/Empty'

/** No connector has been made. */
export function NoConnectors() {
  return (
    <Empty icon={IconPlug} title="No connector has been made">
      A connector appears here when somebody posts its configuration to Connect; provisioning makes one for the stations
      table.
    </Empty>
  )
}
