import type { Profile } from '../endpoints'
import { ProblemError } from '../lib/problem'
import type { Session } from './session'

/** What a new session takes over from the one before. */
export interface CarriedRun {
  speed: number
}

export interface SessionSwitchOptions extends CarriedRun {
  /** The profile that the app begins with. */
  first: Profile
  create(profile: Profile, run: CarriedRun): Session
  onChange(): void
}

/** The session of the app, of which there is one at a time. */
export interface SessionSwitch {
  readonly current: Session
  /**
   * Ends the session and opens one with another profile, or anew with the same. Readers of the engine go on: they see
   * the new session as soon as the old one has ended.
   *
   * @throws ProblemError not-now while a switch is under way; whatever keeps the new session from opening
   */
  use(profile: Profile, options: { autostart: boolean }): Promise<void>
  close(): Promise<void>
}

export function sessionSwitch({ first, create, onChange, speed }: SessionSwitchOptions): SessionSwitch {
  let current = create(first, { speed })
  let ending: Promise<void> | undefined
  let isClosed = false
  return {
    get current() {
      return current
    },
    async use(profile, { autostart }) {
      if (ending || isClosed) throw new ProblemError(notNow)
      const before = current
      ending = before.close()
      try {
        await ending
      } finally {
        ending = undefined
      }
      // The app may have been told to end in the meantime.
      if (isClosed) throw new ProblemError(notNow)
      current = create(profile, { speed: before.run.state.speed })
      onChange()
      await current.open({ autostart })
    },
    async close() {
      isClosed = true
      await ending
      await current.close()
    },
  }
}

const notNow = {
  code: 'not-now',
  where: 'engine',
  message: 'Another profile is being opened, or the app is ending.',
  tip: 'Wait a moment, then choose the profile again.',
}
