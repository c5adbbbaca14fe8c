import { os } from './context'
import { withProblems } from './problems'

export const connect = os.connect.router({
  overview: os.connect.overview.handler(({ context, signal }) =>
    withProblems(() => context.engine.inspector().connect.overview(signal)),
  ),
  connector: os.connect.connector.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().connect.connector(input.name, signal)),
  ),
  plugins: os.connect.plugins.handler(({ context, signal }) =>
    withProblems(() => context.engine.inspector().connect.plugins(signal)),
  ),
  pause: os.connect.pause.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().connect.pause(input.name, signal)),
  ),
  resume: os.connect.resume.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().connect.resume(input.name, signal)),
  ),
  stop: os.connect.stop.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().connect.stop(input.name, signal)),
  ),
  restart: os.connect.restart.handler(({ context, input: { name, ...which }, signal }) =>
    withProblems(() => context.engine.inspector().connect.restart(name, which, signal)),
  ),
  restartTask: os.connect.restartTask.handler(({ context, input, signal }) =>
    withProblems(() => context.engine.inspector().connect.restartTask(input.name, input.task, signal)),
  ),
})
