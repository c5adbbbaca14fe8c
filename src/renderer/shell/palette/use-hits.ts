import { useEffect, useState } from 'react'
import type { Hit, SourceTools } from './hit'
import { sources } from './sources'

export interface HitGroup {
  title: string
  hits: Hit[]
}

/** What the sources found so far, in their order; slow ones fill in later, and failed ones are left out. */
export function useHits(query: string, tools: SourceTools): { groups: HitGroup[]; isSearching: boolean } {
  const [found, setFound] = useState<{ query: string; groups: (HitGroup | null)[]; pending: number }>({
    query: '',
    groups: [],
    pending: 0,
  })
  useEffect(() => {
    let isCurrent = true
    const asked = sources.filter(({ showsAll }) => query !== '' || showsAll)
    const groups: (HitGroup | null)[] = asked.map(() => null)
    let pending = asked.length
    asked.forEach(async (source, i) => {
      const hits = await source.search(query, tools).catch(() => [])
      groups[i] = { title: source.title, hits }
      pending--
      if (isCurrent) setFound({ query, groups: [...groups], pending })
    })
    return () => {
      isCurrent = false
    }
  }, [query, tools])
  return {
    groups: found.groups.filter(group => group !== null).filter(({ hits }) => hits.length > 0),
    isSearching: found.query !== query || found.pending > 0,
  }
}
