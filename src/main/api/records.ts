import { os } from './context'
import { paced } from './paced'
import { withProblems } from './problems'

export const records = os.records.router({
  read: os.records.read.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().records.read(input, signal)),
  ),
  tail: os.records.tail.handler(({ context, input, signal }) =>
    paced(context, signal, stop => context.engine.inspector().records.tail(input, stop)),
  ),
  search: os.records.search.handler(({ context, input, signal }) =>
    paced(context, signal, stop => context.engine.inspector().records.search(input, stop)),
  ),
  get: os.records.get.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().records.get(input, signal)),
  ),
})
