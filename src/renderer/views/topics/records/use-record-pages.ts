import { useCallback, useRef, useState } from 'react'
import type { ReadInput } from '../../../../shared/contract/records'
import type { Problem } from '../../../../shared/contract/problem'
import { client } from '../../../state/connection'
import { toProblem } from '../../../state/problem'
import { useCall, type Loaded } from '../../../state/query'
import type { RecordOrder } from '../address'
import { cursorAt, extendWindow, openWindow, pageRows, type Direction, type RowWindow } from './row-window'

/** What is read of a topic. */
export interface PageQuery {
  topic: string
  partitions: number[] | null
  from: Exclude<ReadInput['from'], { kind: 'cursor' }>
  order: RecordOrder
}

export interface RecordPages {
  /** The first page; its problem is the reading's. */
  first: Loaded<RowWindow>
  window: RowWindow | null
  /** The end at which a page is being read. */
  extending: Direction | null
  /** Why a further page could not be read. */
  problem: Problem | null
  /** Whether there is more at an end. */
  hasMore(direction: Direction): boolean
  /** Reads on at an end, unless that is going on already or nothing is there. */
  extend(direction: Direction): void
  /** Reads anew from where reading began. */
  reload(): void
}

interface Extended {
  key: string
  window: RowWindow
}

const orders = { newest: 'newest-first', oldest: 'oldest-first' } as const

/** Pages of records, read as one comes to their ends. @param query null: nothing now */
export function useRecordPages(query: PageQuery | null): RecordPages {
  const [round, setRound] = useState(0)
  const key = query && `${JSON.stringify(query)} ${round}`
  const [extended, setExtended] = useState<Extended | null>(null)
  const [extending, setExtending] = useState<{ key: string; direction: Direction } | null>(null)
  const [failed, setFailed] = useState<{ key: string; problem: Problem } | null>(null)
  const isBusy = useRef<string | null>(null)

  const read = async (from: ReadInput['from'], { topic, partitions, order }: PageQuery, signal?: AbortSignal) =>
    client().records.read({ topic, partitions, from, order: orders[order], limit: pageRows }, { signal })
  const first = useCall(key, async (_, signal) => openWindow(await read(query!.from, query!, signal), query!.order), {
    doing: 'Reading the records',
  })
  const window = extended && extended.key === key ? extended.window : first.data

  const extend = (direction: Direction) => {
    const cursor = window && cursorAt(window, direction)
    if (!query || key === null || !window || !cursor || isBusy.current === key) return
    isBusy.current = key
    setExtending({ key, direction })
    setFailed(null)
    read({ kind: 'cursor', cursor }, query)
      .then(
        page => setExtended({ key, window: extendWindow(window, direction, page, query.order) }),
        (error: unknown) => setFailed({ key, problem: toProblem(error, 'Reading further records') }),
      )
      .finally(() => {
        if (isBusy.current === key) isBusy.current = null
        setExtending(before => (before?.key === key ? null : before))
      })
  }
  const reload = useCallback(() => setRound(count => count + 1), [])
  return {
    first,
    window,
    extending: extending?.key === key ? extending.direction : null,
    problem: failed?.key === key ? failed.problem : null,
    hasMore: direction => window !== null && cursorAt(window, direction) !== null,
    extend,
    reload,
  }
}
