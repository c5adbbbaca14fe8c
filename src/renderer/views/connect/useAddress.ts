import { useCallback, useMemo } from 'react'
import { navigate, usePathname, useSearch } from 'wouter/use-browser-location'
import { formatAddress, parseAddress, type ConnectAddress } from './address'

/** What the address asks for. The path is taken as the browser has it: a name may have slashes, which are escaped. */
export function useConnectAddress() {
  const path = usePathname()
  const search = useSearch()
  const address = useMemo(() => parseAddress(path, new URLSearchParams(search)), [path, search])
  /** Goes to the view's address with something changed; `replace` leaves no step to go back to. */
  const go = useCallback(
    (change: Partial<ConnectAddress>, options?: { replace?: boolean }) =>
      navigate(formatAddress({ ...address, ...change }), options),
    [address],
  )
  return { address, go }
}

export type Go = ReturnType<typeof useConnectAddress>['go']
