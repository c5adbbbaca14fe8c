import { os } from './context'
import { paced } from './paced'
import { withProblems } from './problems'

export const profiles = os.profiles.router({
  list: os.profiles.list.handler(({ context }) => withProblems(() => context.engine.profiles.list())),
  get: os.profiles.get.handler(({ context, input }) => withProblems(() => context.engine.profiles.get(input.id))),
  save: os.profiles.save.handler(({ context, input }) =>
    withProblems(() => context.engine.profiles.save(input.id, input.draft)),
  ),
  remove: os.profiles.remove.handler(({ context, input }) =>
    withProblems(() => context.engine.profiles.remove(input.id)),
  ),
  duplicate: os.profiles.duplicate.handler(({ context, input }) =>
    withProblems(() => context.engine.profiles.duplicate(input.id)),
  ),
  test: os.profiles.test.handler(({ context, input, signal }) =>
    paced(context, signal, stop => context.engine.profiles.test(input, stop)),
  ),
  use: os.profiles.use.handler(({ context, input }) => withProblems(() => context.engine.profiles.use(input.id))),
})
