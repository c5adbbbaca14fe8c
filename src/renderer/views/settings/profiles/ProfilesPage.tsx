import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useProfiles } from '../../../state/profiles'
import { useCall } from '../../../state/query'
import { Button } from '../../../ui/Button'
import { useCommands } from '../../../ui/commands'
import { Empty } from '../../../ui/Empty'
import { LoadedView } from '../../../ui/LoadedView'
import { profileAddress, type SettingsAddress } from '../address'
import { ProfileEditor } from './ProfileEditor'
import { ProfileList } from './ProfileList'
import classes from './Profiles.module.css'

/** The list of profiles, and one of them in full. */
export function ProfilesPage({ chosen }: { chosen: SettingsAddress['profile'] }) {
  const [, navigate] = useLocation()
  const profiles = useProfiles()
  const makeNew = () => navigate(profileAddress('new'))
  useCommands('Profiles', [{ id: 'new-profile', title: 'New profile', run: makeNew }])
  return (
    <LoadedView loaded={profiles}>
      {list => (
        <div className={classes.page}>
          <ProfileList list={list} chosen={chosen} onNew={makeNew} />
          {chosen === null ? (
            <Empty icon={IconPlugConnected} title="Which services the app works with">
              Choose a profile to see its addresses, test its connection, or switch to it. A new one takes the addresses
              of any Kafka cluster.
            </Empty>
          ) : chosen === 'new' ? (
            <ProfileEditor key="new" summary={null} detail={null} isCurrent={false} onListChange={profiles.reload} />
          ) : (
            <Chosen key={chosen.id} id={chosen.id} list={list} onListChange={profiles.reload} />
          )}
        </div>
      )}
    </LoadedView>
  )
}

interface ChosenProps {
  id: string
  list: NonNullable<ReturnType<typeof useProfiles>['data']>
  onListChange(): void
}

function Chosen({ id, list, onListChange }: ChosenProps) {
  const [, navigate] = useLocation()
  const summary = list.profiles.find(profile => profile.id === id) ?? null
  const isReadable = summary !== null && summary.problem === null
  const detail = useCall(
    isReadable ? `profile ${id}` : null,
    (client, signal) => client.profiles.get({ id }, { signal }),
    {
      doing: 'Reading the profile',
    },
  )
  if (!summary) {
    return (
      <Empty
        icon={IconPlugConnectedX}
        title="There is no such profile"
        actions={<Button onClick={() => navigate(profileAddress(null))}>Show all profiles</Button>}
      >
        The address names “{id}”, which is none of those that are saved. It may have been deleted.
      </Empty>
    )
  }
  const isCurrent = list.current === id
  const change = () => {
    onListChange()
    detail.reload()
  }
  if (summary.problem) {
    return <ProfileEditor summary={summary} detail={null} isCurrent={isCurrent} onListChange={onListChange} />
  }
  return (
    <LoadedView loaded={detail}>
      {known => <ProfileEditor summary={summary} detail={known} isCurrent={isCurrent} onListChange={change} />}
    </LoadedView>
  )
}
