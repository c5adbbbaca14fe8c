import { useEffect, useMemo } from 'react'
import { navigate, usePathname, useSearch } from 'wouter/use-browser-location'
import { useCommands } from '../../ui/commands'
import { Pane } from '../../ui/Pane'
import { Tabs } from '../../ui/Tabs'
import { About } from './About'
import { Appearance } from './Appearance'
import { parseAddress, settingsTabs, tabAddress, type SettingsTab } from './address'
import { ProfilesPage } from './profiles/ProfilesPage'

const titles: Record<SettingsTab, string> = { appearance: 'Appearance', profiles: 'Profiles', about: 'About' }

/** How the page looks, which services the app works with, and what the app is. */
export default function SettingsView() {
  const path = usePathname()
  const search = useSearch()
  const address = useMemo(() => parseAddress(path, search), [path, search])
  useEffect(() => {
    if (!address) navigate(tabAddress('appearance'), { replace: true })
  }, [address])
  useCommands(
    'Settings',
    settingsTabs.map(tab => ({ id: `settings-${tab}`, title: titles[tab], run: () => navigate(tabAddress(tab)) })),
  )
  if (!address) return null
  return (
    <Pane
      title="Settings"
      toolbar={
        <Tabs
          label="Settings"
          tabs={settingsTabs.map(id => ({ id, title: titles[id] }))}
          value={address.tab}
          controls="settings-content"
          onChange={tab => navigate(tabAddress(tab))}
        />
      }
    >
      <div id="settings-content" role="tabpanel" aria-label={titles[address.tab]} style={{ height: '100%' }}>
        {address.tab === 'appearance' && <Appearance />}
        {address.tab === 'profiles' && <ProfilesPage chosen={address.profile} />}
        {address.tab === 'about' && <About />}
      </div>
    </Pane>
  )
}
