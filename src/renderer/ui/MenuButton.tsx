import { Menu } from '@mantine/core'
import '@mantine/core/styles/Menu.css'
import { IconChevronDown } from '@tabler/icons-react'
import { Fragment, type ReactNode } from 'react'
import { Button, IconButton } from './Button'
import classes from './MenuButton.module.css'

export interface MenuItem {
  id: string
  title: string
  icon?: ReactNode
  /** A key, or a quiet word at the right. */
  hint?: string
  isDangerous?: boolean
  isChecked?: boolean
  /** Why it cannot be chosen just now. */
  disabledReason?: string
  onSelect(): void
}

interface MenuButtonProps {
  label: string
  /** Groups are divided by lines. */
  groups: readonly (readonly MenuItem[])[]
  /** With it the button shows only the icon. */
  icon?: ReactNode
  /** Stays open when something is chosen, as for a list of checks. */
  staysOpen?: boolean
  position?: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end'
  kind?: 'plain' | 'link'
}

/** A button that opens a list of actions or checks. */
export function MenuButton({ label, groups, icon, staysOpen, position = 'bottom-end', kind }: MenuButtonProps) {
  return (
    <Menu
      position={position}
      offset={4}
      closeOnItemClick={!staysOpen}
      transitionProps={{ duration: 80 }}
      classNames={classes}
    >
      <Menu.Target>
        {icon ? (
          <IconButton label={label}>{icon}</IconButton>
        ) : (
          <Button kind={kind}>
            {label}
            <IconChevronDown size={13} stroke={1.8} aria-hidden />
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {groups.map((items, i) => (
          <Fragment key={i}>
            {i > 0 && <Menu.Divider />}
            {items.map(item =>
              item.isChecked === undefined ? (
                <Menu.Item
                  key={item.id}
                  leftSection={item.icon}
                  rightSection={item.hint && <span className={classes.hint}>{item.hint}</span>}
                  data-danger={item.isDangerous || undefined}
                  disabled={item.disabledReason !== undefined}
                  title={item.disabledReason}
                  onClick={item.onSelect}
                >
                  {item.title}
                </Menu.Item>
              ) : (
                <Menu.CheckboxItem
                  key={item.id}
                  checked={item.isChecked}
                  checkIcon={<Check />}
                  closeMenuOnClick={!staysOpen}
                  rightSection={item.hint && <span className={classes.hint}>{item.hint}</span>}
                  disabled={item.disabledReason !== undefined}
                  title={item.disabledReason}
                  onChange={item.onSelect}
                >
                  {item.title}
                </Menu.CheckboxItem>
              ),
            )}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Check() {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden>
      <path d="M2.5 7.5 5.5 10.5 11.5 3.5" fill="none" stroke="currentColor" strokeWidth="1.8" />
    </svg>
  )
}
