import { os } from './context'
import { paced } from './paced'
import { withProblems } from './problems'

export const ksql = os.ksql.router({
  overview: os.ksql.overview.handler(({ context }) => withProblems(() => context.engine.inspector().ksql.overview())),
  source: os.ksql.source.handler(({ context, input }) =>
    withProblems(() => context.engine.inspector().ksql.source(input.name)),
  ),
  query: os.ksql.query.handler(({ context, input }) =>
    withProblems(() => context.engine.inspector().ksql.query(input.id)),
  ),
  words: os.ksql.words.handler(({ context }) => withProblems(() => context.engine.inspector().ksql.words())),
  terminate: os.ksql.terminate.handler(({ context, input }) =>
    withProblems(() => context.engine.inspector().ksql.terminate(input.id)),
  ),
  run: os.ksql.run.handler(({ context, input, signal }) =>
    paced(context, signal, stop => context.engine.inspector().ksql.run(input, stop)),
  ),
})
