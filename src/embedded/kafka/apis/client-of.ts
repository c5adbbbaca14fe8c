import type { HandlerContext } from './api'

/** The client as groups describe their members: its client id, and its address as Java prints it, `/127.0.0.1`. */
export function clientOf({ header, connection }: Pick<HandlerContext, 'header' | 'connection'>) {
  return { id: header.clientId ?? '', host: `/${connection.host}` }
}
