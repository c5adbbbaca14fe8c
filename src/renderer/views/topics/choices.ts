import { create } from 'zustand'

/** What a person has chosen for topics; kept in the browser. */
export interface TopicChoices {
  /** Names, in the order in which they were starred. */
  favourites: readonly string[]
  /** Ids of columns by topic; a topic that is absent shows what tells most. */
  columns: Readonly<Record<string, readonly string[]>>
}

const storageKey = 'elevated.topics'
const favouritesMax = 500
/** Topics whose columns are remembered, and columns of each. */
const topicsMax = 300
const columnsMax = 60

export const useTopicChoices = create<TopicChoices>(() => parseChoices(read()))

useTopicChoices.subscribe(choices => {
  try {
    localStorage.setItem(storageKey, JSON.stringify(choices))
  } catch {
    // Without storage the choice holds until the page is closed.
  }
})

/** Stored text to choices: whatever does not fit is left out. */
export function parseChoices(text: string | null): TopicChoices {
  let stored: unknown
  try {
    stored = JSON.parse(text ?? 'null')
  } catch {
    stored = null
  }
  const { favourites, columns } = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<
    string,
    unknown
  >
  const entries = typeof columns === 'object' && columns !== null ? Object.entries(columns) : []
  return {
    favourites: [...new Set(texts(favourites))].slice(0, favouritesMax),
    columns: Object.fromEntries(
      entries
        .filter(([, ids]) => Array.isArray(ids))
        .slice(-topicsMax)
        .map(([topic, ids]) => [topic, [...new Set(texts(ids))].slice(0, columnsMax)]),
    ),
  }
}

export function toggleFavourite(topic: string): void {
  useTopicChoices.setState(({ favourites }) => ({
    favourites: favourites.includes(topic)
      ? favourites.filter(other => other !== topic)
      : [...favourites, topic].slice(-favouritesMax),
  }))
}

/** @param ids null: what tells most */
export function chooseColumns(topic: string, ids: readonly string[] | null): void {
  useTopicChoices.setState(({ columns }) => {
    const others = Object.entries(columns).filter(([name]) => name !== topic)
    return {
      columns: Object.fromEntries(ids ? [...others.slice(1 - topicsMax), [topic, ids.slice(0, columnsMax)]] : others),
    }
  })
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

function read(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}
