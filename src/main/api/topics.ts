import { os } from './context'
import { paced } from './paced'
import { withProblems } from './problems'

export const topics = os.topics.router({
  watch: os.topics.watch.handler(({ context, signal }) =>
    paced(context, signal, stop => context.engine.inspector().topics.watch(stop)),
  ),
  describe: os.topics.describe.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().topics.describe(input, signal)),
  ),
  consumers: os.topics.consumers.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().topics.consumers(input, signal)),
  ),
})
