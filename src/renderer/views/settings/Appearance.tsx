import type { ReactNode } from 'react'
import { useScheme } from '../../state/scheme'
import { useSettings } from '../../state/settings'
import { Segments } from '../../ui/Segments'
import classes from './Settings.module.css'

/** Choices of this browser or window; they hold at once. */
export function Appearance() {
  const { scheme, temperature, clock } = useSettings()
  const shownScheme = useScheme()
  return (
    <div className={classes.page}>
      <section className={classes.card} aria-label="Appearance">
        <Choice
          title="Colours"
          note={scheme ? 'Key T changes between the two.' : `The system wants ${shownScheme} now.`}
        >
          <Segments
            label="Colours"
            value={scheme ?? 'system'}
            options={[
              { value: 'dark', title: 'Dark' },
              { value: 'light', title: 'Light' },
              { value: 'system', title: 'As the system' },
            ]}
            onChange={value => useSettings.setState({ scheme: value === 'system' ? null : value })}
          />
        </Choice>
        <Choice title="Temperature" note="Records have it in °F.">
          <Segments
            label="Temperature"
            value={temperature}
            options={[
              { value: 'F', title: '°F' },
              { value: 'C', title: '°C' },
            ]}
            onChange={value => useSettings.setState({ temperature: value })}
          />
        </Choice>
        <Choice title="Clock" note="Of simulated times, which are Chicago's.">
          <Segments
            label="Clock"
            value={clock}
            options={[
              { value: '24', title: '17:05' },
              { value: '12', title: '5:05 pm' },
            ]}
            onChange={value => useSettings.setState({ clock: value })}
          />
        </Choice>
      </section>
    </div>
  )
}

function Choice({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <div className={classes.choice}>
      <div>
        <h2>{title}</h2>
        <p>{note}</p>
      </div>
      {children}
    </div>
  )
}
