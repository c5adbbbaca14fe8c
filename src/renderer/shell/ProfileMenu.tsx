import { Menu } from '@mantine/core'
import '@mantine/core/styles/Menu.css'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ProfileSummary } from '../../shared/contract/profiles'
import { useConnection } from '../state/connection'
import { useHealth } from '../state/lifecycle'
import { askForSwitch, useProfiles } from '../state/profiles'
import { useCommands } from '../ui/commands'
import { runMarks } from '../ui/marks'
import menu from '../ui/MenuButton.module.css'
import { StateMark } from '../ui/StateMark'
import { showStack } from './stack-panel'
import { SwitchDialog } from './SwitchDialog'
import classes from './TopBar.module.css'

/** The profile that the app works with; opens the others, the services, and the way to the profiles' settings. */
export function ProfileMenu({ isBehind }: { isBehind: boolean }) {
  const [isOpened, setOpened] = useState(false)
  const [, navigate] = useLocation()
  const profile = useHealth(health => health.profile)
  const runState = useHealth(health => health.run.state)
  const isOpen = useConnection(connection => connection.state === 'open')
  const list = useProfiles(isOpened).data
  const showServices = () => showStack('services')
  const edit = () => navigate('/settings/profiles')
  useCommands('Profile', [
    { id: 'services', title: 'Services and their addresses', run: showServices },
    { id: 'edit-profiles', title: 'Edit profiles', run: edit },
    { id: 'switch-profile', title: 'Switch to another profile', run: () => setOpened(true) },
  ])
  return (
    <>
      <Menu
        opened={isOpened}
        onChange={setOpened}
        position="bottom-start"
        offset={4}
        width={280}
        transitionProps={{ duration: 80 }}
        classNames={menu}
      >
        <Menu.Target>
          <button type="button" className={classes.profile} title="Profiles and services">
            <StateMark
              mark={!isOpen || isBehind ? 'slow' : runState ? runMarks[runState] : 'working'}
              label={runState ?? 'connecting'}
            />
            <b>{profile?.title ?? 'Elevated'}</b>
            <IconChevronDown size={14} stroke={1.8} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Switch to</Menu.Label>
          {list?.profiles.map(one => (
            <Menu.Item
              key={one.id}
              leftSection={<Chosen isOn={one.id === list.current} />}
              rightSection={<span className={menu.hint}>{wordsOf(one, list.current)}</span>}
              disabled={one.problem !== null || one.id === list.current}
              title={one.problem?.message}
              onClick={() => askForSwitch(one)}
            >
              {one.title}
            </Menu.Item>
          )) ?? <Menu.Item disabled>Reading the profiles</Menu.Item>}
          <Menu.Divider />
          <Menu.Item onClick={showServices}>Services and addresses</Menu.Item>
          <Menu.Item onClick={edit}>Edit profiles…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SwitchDialog />
    </>
  )
}

function wordsOf({ id, readOnly }: ProfileSummary, current: string): string {
  return [id === current && 'in use', readOnly && 'read-only'].filter(Boolean).join(', ')
}

function Chosen({ isOn }: { isOn: boolean }) {
  return isOn ? <IconCheck size={14} stroke={2} aria-hidden /> : <span style={{ display: 'block', width: 14 }} />
}
