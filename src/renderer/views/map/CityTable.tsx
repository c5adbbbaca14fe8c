import { memo, useEffect, useState } from 'react'
import { lineIds, type LineId } from '../../../shared/city/types'
import { liveCity } from '../../state/city'
import { useFormats } from '../../state/formats'
import { formatCount } from '../../ui/format'
import { useReading } from '../../ui/hooks'
import { lineNames } from '../../ui/LineBullet'
import { destinationOf, newestArrivals } from './calls'
import { runNumber } from './draw/plates'
import { network } from './world'

/** Wall ms: often enough to read, seldom enough to cost nothing. */
const everyMs = 5_000

/** The tables appear and are renewed part by part, one each so many wall ms: all at once would hold the map up. */
const partMs = 150

/** So many stations are one part. */
const stationsAtOnce = 24

/** The map in words, for those who cannot see it: every line with its trains, every station with its newest arrival. */
export const CityTable = memo(function CityTable() {
  const stationIds = [...network.stations.keys()]
  const stationParts = Math.ceil(stationIds.length / stationsAtOnce)
  const parts = useCountUp(lineIds.length + stationParts)
  return (
    <div className="visually-hidden">
      <table style={{ tableLayout: 'fixed', width: 600 }}>
        <caption>Trains of the city, by line</caption>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Run</th>
            <th scope="col">To</th>
            <th scope="col">Last at</th>
            <th scope="col">Arrived there</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        {lineIds.slice(0, parts).map(line => (
          <LineRows key={line} line={line} />
        ))}
      </table>
      <table style={{ tableLayout: 'fixed', width: 600 }}>
        <caption>Stations of the city, with their newest arrival and their entries</caption>
        <thead>
          <tr>
            <th scope="col">Station</th>
            <th scope="col">Lines</th>
            <th scope="col">Newest arrival</th>
            <th scope="col">Entries</th>
          </tr>
        </thead>
        {Array.from({ length: Math.max(0, parts - lineIds.length) }, (_, i) => (
          <StationRows key={i} ids={stationIds.slice(i * stationsAtOnce, (i + 1) * stationsAtOnce)} />
        ))}
      </table>
    </div>
  )
})

/** Counts from 0 to `end`, one each partMs. */
function useCountUp(end: number): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    if (count >= end) return
    const timer = setTimeout(() => setCount(count + 1), partMs)
    return () => clearTimeout(timer)
  }, [count, end])
  return count
}

const LineRows = memo(function LineRows({ line }: { line: LineId }) {
  const trains = useReading(everyMs, () => [...liveCity.trains.values()].filter(train => train.line === line))
  const formats = useFormats()
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={6}>
          {lineNames[line]} Line: {trains.length === 1 ? '1 train' : `${trains.length} trains`}
        </th>
      </tr>
      {trains.map(train => (
        <tr key={train.id}>
          <td>{lineNames[line]}</td>
          <td>{runNumber(train.id)}</td>
          <td>{destinationOf(network, train)}</td>
          <td>{network.stations.get(train.stationId)?.name ?? train.stationId}</td>
          <td>{formats.clock(train.arrivedAt)}</td>
          <td>{train.status.replaceAll('_', ' ')}</td>
        </tr>
      ))}
    </tbody>
  )
})

const StationRows = memo(function StationRows({ ids }: { ids: readonly number[] }) {
  const formats = useFormats()
  const rows = useReading(everyMs, () =>
    ids.flatMap(id => {
      const station = network.stations.get(id)
      if (!station) return []
      const arrival = newestArrivals(liveCity.stations, station.lines, id)[0]
      return [{ station, entries: liveCity.entries.get(id), arrival }]
    }),
  )
  return (
    <tbody>
      {rows.map(({ station, entries, arrival }) => (
        <tr key={station.id}>
          <th scope="row">{station.open ? station.name : `${station.name}, closed`}</th>
          <td>{station.lines.map(line => lineNames[line]).join(', ')}</td>
          <td>
            {arrival
              ? `${lineNames[arrival.line]} run ${runNumber(arrival.arrival.trainId)}, ${formats.clock(arrival.arrival.at)}`
              : 'none yet'}
          </td>
          <td>{entries === undefined ? 'none yet' : formatCount(entries)}</td>
        </tr>
      ))}
    </tbody>
  )
})
