import { useCallback, useMemo } from 'react'
import { navigate, usePathname, useSearch } from 'wouter/use-browser-location'

/** Goes to the view's address with something changed; `replace` leaves no step to go back to. */
export type GoTo<Address> = (change: Partial<Address>, options?: { replace?: boolean }) => void

/**
 * What the address asks a view for. The path is taken as the browser has it, still escaped: wouter's own useLocation
 * unescapes it once, and a name with a per cent sign would be unescaped twice.
 *
 * @param parse and `format` must stay the same from one drawing to the next
 */
export function useAddress<Address>(
  parse: (path: string, params: URLSearchParams) => Address,
  format: (address: Address) => string,
): [Address, GoTo<Address>] {
  const path = usePathname()
  const search = useSearch()
  const address = useMemo(() => parse(path, new URLSearchParams(search)), [parse, path, search])
  const go = useCallback<GoTo<Address>>(
    (change, options) => navigate(format({ ...address, ...change }), options),
    [format, address],
  )
  return [address, go]
}
