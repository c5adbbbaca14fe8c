import { lineIds } from '../../../shared/city/types'
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

/** The map in words, for those who cannot see it: every line with its trains, every station with its newest arrival. */
export function CityTable() {
  return (
    <div className="visually-hidden">
      <TrainsTable />
      <StationsTable />
    </div>
  )
}

function TrainsTable() {
  const trains = useReading(everyMs, () => [...liveCity.trains.values()])
  const formats = useFormats()
  return (
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
      {lineIds.map(line => {
        const own = trains.filter(train => train.line === line)
        return (
          <tbody key={line}>
            <tr>
              <th scope="rowgroup" colSpan={6}>
                {lineNames[line]} Line: {own.length === 1 ? '1 train' : `${own.length} trains`}
              </th>
            </tr>
            {own.map(train => (
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
      })}
    </table>
  )
}

function StationsTable() {
  const formats = useFormats()
  const rows = useReading(everyMs, () =>
    [...network.stations.values()].map(({ id, name, lines, open }) => ({
      id,
      name: open ? name : `${name}, closed`,
      lines: lines.map(line => lineNames[line]).join(', '),
      entries: liveCity.entries.get(id),
      arrival: newestArrivals(liveCity.stations, lines, id)[0],
    })),
  )
  return (
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
      <tbody>
        {rows.map(({ id, name, lines, entries, arrival }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            <td>{lines}</td>
            <td>
              {arrival
                ? `${lineNames[arrival.line]} run ${runNumber(arrival.arrival.trainId)}, ${formats.clock(arrival.arrival.at)}`
                : 'none yet'}
            </td>
            <td>{entries === undefined ? 'none yet' : formatCount(entries)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
