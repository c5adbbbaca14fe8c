import type { GroupsMessage } from '../../../shared/contract/groups'
import { useAddress } from '../../state/address'
import { useStream } from '../../state/query'
import { formatAddress, parseAddress } from './address'
import { GroupList } from './GroupList'
import { GroupPane } from './GroupPane'
import classes from './Groups.module.css'
import { foldGroups, type KnownGroups } from './known-groups'

/** Consumer groups: all of them above, one in full below. */
export default function GroupsView() {
  const [address, go] = useAddress(parseAddress, formatAddress)
  const groups = useStream<GroupsMessage, KnownGroups>(
    'groups',
    (client, signal) => client.groups.watch(undefined, { signal }),
    foldGroups,
    { doing: 'Following the groups' },
  )
  return (
    <div className={classes.view} data-open={address.group !== null || undefined}>
      <GroupList
        groups={groups}
        filter={address.filter}
        selected={address.group}
        onFilter={filter => go({ filter }, { replace: true })}
        onSelect={group => go({ group }, { replace: address.group !== null })}
      />
      {address.group !== null && (
        <GroupPane
          key={address.group}
          group={address.group}
          tab={address.tab}
          onTab={tab => go({ tab }, { replace: true })}
          onClose={() => go({ group: null, tab: 'partitions' })}
        />
      )}
    </div>
  )
}
