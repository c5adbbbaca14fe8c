import { stationsTableTopic, stationsTopic } from '../../../shared/city/names'
import { delay } from '../../lib/cancellation'
import { done, missing, type Step, type StepContext } from '../step'
import { topicIsEmpty } from '../topic-size'

const lookEveryMs = 150

/** The transformer inside the app: it must run, and its table topic must not be empty while there are stations. */
export const transformer: Step = {
  id: 'transformer',
  title: 'Transformer',
  needs: ['topics'],
  async check(context) {
    if (!context.transformer.isRunning()) return missing('the transformer does not run')
    if (await lacksRows(context)) return missing('the stations table topic is empty')
    const isIdle = await topicIsEmpty(context.admin, stationsTopic)
    return done(isIdle ? `it waits: ${stationsTopic} is empty` : 'stations are turned into the stations table')
  },
  async apply(context) {
    const { transformer, signal } = context
    if (!transformer.isRunning()) await transformer.start()
    let rewound = false
    // The step's own time limit ends the waiting.
    while (await lacksRows(context)) {
      // All was read and yet, looked at after that, nothing is there: the topic was made anew.
      if (!rewound && (await transformer.hasReadAll()) && (await lacksRows(context))) {
        await transformer.rewind()
        rewound = true
      }
      await delay(lookEveryMs, signal)
    }
  },
}

async function lacksRows({ admin }: StepContext): Promise<boolean> {
  return !(await topicIsEmpty(admin, stationsTopic)) && (await topicIsEmpty(admin, stationsTableTopic))
}
