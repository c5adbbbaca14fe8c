import { os } from './context'
import { paced } from './paced'

export const city = os.city.router({
  watch: os.city.watch.handler(({ context, signal }) =>
    paced(context, signal, stop => context.engine.city.watch(stop)),
  ),
  station: os.city.station.handler(({ context, input, signal }) =>
    paced(context, signal, stop => context.engine.city.watchStation(input.stationId, stop)),
  ),
})
