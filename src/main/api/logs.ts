import { os } from './context'
import { paced } from './paced'

export const logs = os.logs.router({
  watch: os.logs.watch.handler(({ context, input, signal }) =>
    paced(context, signal, stop => context.engine.watchLog(input, stop)),
  ),
})
