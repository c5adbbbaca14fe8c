import { weatherTopic } from '../../shared/city/names'
import { call, type HttpEndpoint } from '../lib/http'
import { ProblemError } from '../lib/problem'
import type { RecordSchemas } from '../lib/schemas'
import type { WeatherEvent } from './events'

/** Sends weather through the REST proxy, with the schemas in the body. */
export function weatherSender(restProxy: HttpEndpoint, schemas: RecordSchemas) {
  return async (batch: WeatherEvent[], signal: AbortSignal): Promise<void> => {
    const answer = await call(restProxy, 'POST', `/topics/${encodeURIComponent(weatherTopic)}`, {
      contentType: 'application/vnd.kafka.avro.v2+json',
      accept: 'application/vnd.kafka.v2+json',
      body: {
        key_schema: schemas.key,
        value_schema: schemas.value,
        records: batch.map(({ at, value }) => ({ key: { timestamp: at }, value })),
      },
      signal,
    })
    const offsets = (answer.json as { offsets?: { error?: string | null; error_code?: number | null }[] } | undefined)
      ?.offsets
    // A record that failed is reported beside those that did not. All are sent again: weather that is there twice says the same.
    const failed = offsets?.find(({ error_code, error }) => error_code != null || error != null)
    if (!offsets || failed) {
      throw new ProblemError({
        code: 'weather-refused',
        where: `${restProxy.title}, ${restProxy.url}`,
        message: `The REST proxy did not take the weather: ${failed?.error ?? 'its answer has no offsets'}.`,
        tip: 'Look into its log; it is sent again by itself.',
      })
    }
  }
}
