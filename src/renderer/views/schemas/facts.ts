import { create } from 'zustand'
import { factsMax, type SubjectFacts } from '../../../shared/contract/schemas'
import { useCall } from '../../state/query'

/** Facts are asked for in blocks of so many rows, so that scrolling by a row asks for nothing new. */
export const blockRows = 50

/** Subjects whose facts are remembered while the page is open. */
const rememberedMax = 20_000

const everyMs = 15_000

/** What is known of subjects, by name. It stays when they leave the screen, so that coming back shows it at once. */
export const useSubjectFacts = create<{ facts: ReadonlyMap<string, SubjectFacts> }>(() => ({ facts: new Map() }))

/** Keeps the facts of the given subjects, those on the screen, up to date. */
export function useFactsOf(subjects: readonly string[], deleted: boolean): void {
  useCall(
    subjects.length === 0 ? null : `schemas.facts ${deleted} ${subjects.join(' ')}`,
    async (client, signal) => {
      for (let i = 0; i < subjects.length; i += factsMax) {
        const asked = { subjects: subjects.slice(i, i + factsMax), deleted }
        remember(await client.schemas.facts(asked, { signal }))
      }
      return null
    },
    { everyMs, doing: 'Reading the newest versions' },
  )
}

function remember(found: readonly SubjectFacts[]): void {
  useSubjectFacts.setState(({ facts }) => {
    const after = new Map(facts.size + found.length > rememberedMax ? [] : facts)
    for (const one of found) after.set(one.subject, one)
    return { facts: after }
  })
}
