import { os } from './context'
import { paced } from './paced'
import { withProblems } from './problems'

export const lifecycle = os.lifecycle.router({
  health: os.lifecycle.health.handler(({ context, signal }) =>
    paced(context, signal, stop => context.engine.watchHealth(stop)),
  ),
  start: os.lifecycle.start.handler(({ context }) => withProblems(() => context.engine.start())),
  pause: os.lifecycle.pause.handler(({ context }) => withProblems(() => context.engine.pause())),
  stop: os.lifecycle.stop.handler(({ context }) => withProblems(() => context.engine.stop())),
  step: os.lifecycle.step.handler(({ context }) => withProblems(() => context.engine.step())),
  setSpeed: os.lifecycle.setSpeed.handler(({ context, input }) =>
    withProblems(() => context.engine.setSpeed(input.speed)),
  ),
  provision: os.lifecycle.provision.handler(({ context, input }) =>
    withProblems(() => context.engine.provision(input.from)),
  ),
})
