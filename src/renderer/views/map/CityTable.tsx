import { lineIds } from '../../../shared/city/types'
import { liveCity } from '../../state/city'
import { useReading } from '../../ui/hooks'
import { lineNames } from '../../ui/LineBullet'
import { destinationOf } from './calls'
import { runNumber } from './draw/plates'
import { network } from './world'

/** Wall ms: often enough to read, seldom enough to cost nothing. */
const everyMs = 5_000

/** The map in words, for those who cannot see it: every line with its trains. */
export function CityTable() {
  const trains = useReading(everyMs, () => [...liveCity.trains.values()])
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
            <th scope="col">Status</th>
          </tr>
        </thead>
        {lineIds.map(line => {
          const own = trains.filter(train => train.line === line)
          return (
            <tbody key={line}>
              <tr>
                <th scope="rowgroup" colSpan={5}>
                  {lineNames[line]} Line: {own.length === 1 ? '1 train' : `${own.length} trains`}
                </th>
              </tr>
              {own.map(train => (
                <tr key={train.id}>
                  <td>{lineNames[line]}</td>
                  <td>{runNumber(train.id)}</td>
                  <td>{destinationOf(network, train)}</td>
                  <td>{network.stations.get(train.stationId)?.name ?? train.stationId}</td>
                  <td>{train.status.replaceAll('_', ' ')}</td>
                </tr>
              ))}
            </tbody>
          )
        })}
      </table>
    </div>
  )
}
