import { stationsTableTopic, stationsTopic } from '../../../shared/city/names'
import { delay } from '../../lib/cancellation'
import { done, missing, type Step, type StepContext } from '../step'
import { topicIsEmpty } from '../topic-size'

const lookEveryMs = 150
const firstRowMsMax = 20_000

/** The transformer inside the app: it must run, and its table topic must not be empty while there are stations. */
export const transformer: Step = {
  id: 'transformer',
  title: 'Transformer',
  needs: ['topics'],
  async check(context) {
    if (!context.transformer.isRunning()) return missing('the transformer does not run')
    if (await lacksRows(context)) return missing('the stations table topic is empty')
    return done('stations are turned into the stations table')
  },
  async apply(context) {
    if (!context.transformer.isRunning()) await context.transformer.start()
    if (await rowsCome(context)) return
    await context.transformer.rewind()
    await rowsCome(context)
  },
}

async function lacksRows({ admin }: StepContext): Promise<boolean> {
  return !(await topicIsEmpty(admin, stationsTopic)) && (await topicIsEmpty(admin, stationsTableTopic))
}

/** Waits for what a running transformer has yet to write; false when it must have read all and written nothing. */
async function rowsCome(context: StepContext): Promise<boolean> {
  const until = Date.now() + firstRowMsMax
  while (await lacksRows(context)) {
    if (Date.now() > until) return false
    await delay(lookEveryMs, context.signal)
  }
  return true
}
