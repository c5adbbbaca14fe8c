import { os } from './context'
import { withProblems } from './problems'

export const schemas = os.schemas.router({
  list: os.schemas.list.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().schemas.list(input, signal)),
  ),
  facts: os.schemas.facts.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().schemas.facts(input, signal)),
  ),
  subject: os.schemas.subject.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().schemas.subject(input.subject, signal)),
  ),
  version: os.schemas.version.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().schemas.version(input.subject, input.version, signal)),
  ),
})
