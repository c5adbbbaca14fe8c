import { useHealth } from '../state/lifecycle'
import { askForSwitch, confirmSwitch, useProfileSwitch } from '../state/profiles'
import { Confirm } from '../ui/Confirm'

/** Asks before the app is switched to another profile, and says what that means. */
export function SwitchDialog() {
  const { asked, isBusy, problem } = useProfileSwitch()
  const current = useHealth(health => health.profile)
  if (!asked) return null
  const isSame = asked.id === current?.id
  return (
    <Confirm
      title={isSame ? `Open ${asked.title} anew?` : `Switch to ${asked.title}?`}
      action={isBusy ? 'Switching' : isSame ? 'Open anew' : 'Switch'}
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void confirmSwitch()}
      onClose={() => askForSwitch(null)}
    >
      {current && <p>The city of {current.title} stops; what it has written stays.</p>}
      {asked.id === 'embedded' ? (
        <p>Elevated starts its own services and goes on with the city that they hold.</p>
      ) : asked.readOnly ? (
        <p>The profile is read-only: nothing is created or written there.</p>
      ) : (
        <p>
          Topics, schemas, the connector, the ksqlDB table and the stations table are created there where they are
          missing. Trains run once you start them.
        </p>
      )}
    </Confirm>
  )
}
