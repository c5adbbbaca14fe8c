import { create } from 'zustand'
import type { ProfileList, ProfileSummary } from '../../shared/contract/profiles'
import type { Problem } from '../../shared/contract/problem'
import type { Loaded } from '../ui/loaded'
import { client } from './connection'
import { toProblem } from './problem'
import { useCall } from './query'

/** Another page, or another window, may change the profiles as well. */
const askEveryMs = 5_000

/** All profiles; null key: not asked for now. */
export function useProfiles(isWanted = true): Loaded<ProfileList> {
  return useCall<ProfileList>(isWanted ? 'profiles' : null, (app, signal) => app.profiles.list(undefined, { signal }), {
    everyMs: askEveryMs,
    doing: 'Reading the profiles',
  })
}

interface ProfileSwitch {
  /** The profile that a person is asked about. */
  asked: Pick<ProfileSummary, 'id' | 'title' | 'readOnly'> | null
  isBusy: boolean
  problem: Problem | null
}

/** A switch to another profile, from the question to its end. */
export const useProfileSwitch = create<ProfileSwitch>(() => ({ asked: null, isBusy: false, problem: null }))

export function askForSwitch(asked: ProfileSwitch['asked']): void {
  if (!useProfileSwitch.getState().isBusy) useProfileSwitch.setState({ asked, problem: null })
}

/** Switches to the profile that was asked about. */
export async function confirmSwitch(): Promise<void> {
  const { asked, isBusy } = useProfileSwitch.getState()
  if (!asked || isBusy) return
  useProfileSwitch.setState({ isBusy: true, problem: null })
  try {
    await client().profiles.use({ id: asked.id })
    useProfileSwitch.setState({ asked: null })
  } catch (error) {
    useProfileSwitch.setState({ problem: toProblem(error, 'Switching the profile') })
  } finally {
    useProfileSwitch.setState({ isBusy: false })
  }
}
