import { Kbd, Modal } from '@mantine/core'
import { useState } from 'react'
import { useKeyGroups, useKeys } from '../ui/keys'
import classes from './KeysHelp.module.css'
import { paletteKey } from './palette/palette-store'

/** All keys that do something just now. */
export function KeysHelp() {
  const [isOpen, setOpen] = useState(false)
  const groups = useKeyGroups(store => store.groups)
  useKeys('Help', [{ key: '?', title: 'All keys', run: () => setOpen(open => !open) }])
  return (
    <Modal
      opened={isOpen}
      onClose={() => setOpen(false)}
      title="Keys"
      styles={{ title: { fontSize: 15, fontWeight: 640 } }}
      size={520}
      centered
      transitionProps={{ duration: 140 }}
    >
      <div className={classes.groups}>
        <section>
          <h3>Everywhere</h3>
          <dl>
            <div>
              <dt>
                <Kbd>{paletteKey}</Kbd>
              </dt>
              <dd>Search or jump to</dd>
            </div>
          </dl>
        </section>
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(({ key, label, title: what }) => (
                <div key={key}>
                  <dt>
                    <Kbd>{label ?? key}</Kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
