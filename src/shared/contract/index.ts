import { city } from './city'
import { lifecycle } from './lifecycle'

/** Everything the renderer can ask of the app, over a MessagePort or a WebSocket. */
export const contract = { lifecycle, city }
