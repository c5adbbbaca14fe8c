import { os } from './context'
import { paced } from './paced'
import { withProblems } from './problems'

export const groups = os.groups.router({
  watch: os.groups.watch.handler(({ context, signal }) =>
    withProblems(() => {
      const { groups } = context.engine.inspector()
      return paced(context, signal, stop => groups.watch(stop))
    }),
  ),
  detail: os.groups.detail.handler(({ context, input, signal }) =>
    withProblems(() => {
      const { groups } = context.engine.inspector()
      return paced(context, signal, stop => groups.detail(input.group, stop))
    }),
  ),
})
