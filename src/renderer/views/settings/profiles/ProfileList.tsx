import { IconPlus } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { ProfileList as List, ProfileSummary } from '../../../../shared/contract/profiles'
import { Button } from '../../../ui/Button'
import { Tag } from '../../../ui/Tag'
import { profileAddress, type SettingsAddress } from '../address'
import { newKey, useDrafts } from './drafts'
import classes from './Profiles.module.css'

interface ProfileListProps {
  list: List
  chosen: SettingsAddress['profile']
  onNew(): void
}

/** Every profile, the built-in ones first. */
export function ProfileList({ list, chosen, onNew }: ProfileListProps) {
  const forms = useDrafts(store => store.forms)
  const chosenId = chosen === 'new' ? null : chosen?.id
  return (
    <nav className={classes.list} aria-label="Profiles">
      <ul>
        {list.profiles.map(profile => (
          <li key={profile.id}>
            <Link
              href={profileAddress(profile)}
              className={classes.row}
              aria-current={profile.id === chosenId ? 'page' : undefined}
            >
              <span className={classes.title}>{profile.title}</span>
              <span className={classes.tags}>
                {profile.id === list.current && <Tag tone="ok">in use</Tag>}
                {profile.readOnly && <Tag>read-only</Tag>}
                {profile.problem && <Tag tone="err">unreadable</Tag>}
                {profile.id in forms && <Tag tone="info">edited</Tag>}
              </span>
              <span className={classes.address}>{addressOf(profile)}</span>
            </Link>
          </li>
        ))}
        {(newKey in forms || chosen === 'new') && (
          <li>
            <Link
              href={profileAddress('new')}
              className={classes.row}
              aria-current={chosen === 'new' ? 'page' : undefined}
            >
              <span className={classes.title}>{forms[newKey]?.title || 'New profile'}</span>
              <span className={classes.tags}>
                <Tag tone="info">not saved</Tag>
              </span>
              <span className={classes.address}>{forms[newKey]?.brokers ?? ''}</span>
            </Link>
          </li>
        )}
      </ul>
      <Button icon={<IconPlus size={14} stroke={1.8} aria-hidden />} onClick={onNew}>
        New profile
      </Button>
    </nav>
  )
}

function addressOf({ kind, addresses, problem }: ProfileSummary): string {
  if (problem) return 'the file cannot be used'
  return addresses?.kafka ?? (kind === 'built-in' ? 'started by the app' : '')
}
