import { os } from './context'

export const about = os.about.router({
  get: os.about.get.handler(({ context }) => context.engine.about()),
})
