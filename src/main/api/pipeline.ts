import { os } from './context'
import { paced } from './paced'
import { withProblems } from './problems'

export const pipeline = os.pipeline.router({
  watch: os.pipeline.watch.handler(({ context, signal }) =>
    withProblems(() => {
      const { pipeline } = context.engine.inspector()
      return paced(context, signal, stop => pipeline.watch(stop))
    }),
  ),
})
