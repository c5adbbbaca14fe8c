import { useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { formatAddress, parseAddress, type TopicsAddress } from './address'

/** Changes a part of the address. What is only looked at, such as another record, replaces the place in the history. */
export type Go = (change: Partial<TopicsAddress>, options?: { replace?: boolean }) => void

/** What the address says is to be shown, and how to show something else. */
export function useTopicsAddress(): [TopicsAddress, Go] {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const address = useMemo(() => parseAddress(path, new URLSearchParams(search)), [path, search])
  const go: Go = (change, { replace = false } = {}) => navigate(formatAddress({ ...address, ...change }), { replace })
  return [address, go]
}
