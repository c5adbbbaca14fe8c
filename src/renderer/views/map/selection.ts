import { useSearchParams } from 'wouter'

/** What is selected on the map. It lives in the address, so that back, reload and a shared link work. */
export interface Selection {
  stationId: number | null
  trainId: string | null
}

export function useSelection(): [Selection, (next: Partial<Selection>) => void] {
  const [params, setParams] = useSearchParams()
  const station = Number(params.get('station'))
  const selection = {
    stationId: Number.isInteger(station) && station > 0 ? station : null,
    trainId: params.get('train'),
  }
  const select = ({ stationId = null, trainId = null }: Partial<Selection>) => {
    setParams(
      before => {
        const next = new URLSearchParams(before)
        next.delete('station')
        next.delete('train')
        if (stationId !== null) next.set('station', String(stationId))
        if (trainId !== null) next.set('train', trainId)
        return next
      },
      { replace: true },
    )
  }
  return [selection, select]
}
