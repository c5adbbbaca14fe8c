import { useEffect, useMemo, useState } from 'react'
import type { PartState } from '../../../shared/contract/lifecycle'
import type { PipelineReadings } from '../../../shared/contract/pipeline'
import { subscribeToCity, useCityFacts } from '../../state/city'
import { healthNow, useHealth } from '../../state/lifecycle'
import { useStream } from '../../state/query'
import type { Loaded } from '../../ui/loaded'
import { buildGraph } from './graph'
import type { Graph } from './graph/model'
import { rateOf, withSample, type RateSample } from './graph/rates'

/** Rates that this page measures are taken anew so often, ms. */
const everyMs = 1_000

/** The graph of the pipeline, and how the readings that it is made of fare. Null until the app has told its health. */
export function usePipelineGraph(): { graph: Graph | null; readings: Loaded<PipelineReadings> } {
  const readings = useStream<PipelineReadings, PipelineReadings>(
    'pipeline',
    (client, signal) => client.pipeline.watch(undefined, { signal }),
    (_, newest) => newest,
    { doing: 'Following the pipeline' },
  )
  const health = useHealth(all => all)
  const trains = useCityFacts(facts => facts.trains)
  const undecoded = useCityFacts(facts => facts.undecoded)
  const behindMs = useCityFacts(facts => facts.behindMs)
  const { partRates, patchesPerSecond } = useMeasures()
  const profile = health?.profile
  const graph = useMemo(
    () =>
      health && profile
        ? buildGraph({
            health: health as typeof health,
            readings: readings.data,
            city: { trains, undecoded, behindMs, patchesPerSecond },
            partRates,
          })
        : null,
    [health, profile, readings.data, trains, undecoded, behindMs, patchesPerSecond, partRates],
  )
  return { graph, readings }
}

interface Measures {
  partRates: Partial<Record<string, number>>
  patchesPerSecond: number
}

/** What only this page can count: how fast the parts' counters grow, and how often the city changes here. */
function useMeasures(): Measures {
  const [measures, setMeasures] = useState<Measures>({ partRates: {}, patchesPerSecond: 0 })
  useEffect(() => {
    const samples = new Map<string, RateSample[]>()
    let patches = 0
    const note = (key: string, count: number) => {
      samples.set(key, withSample(samples.get(key) ?? [], { at: Date.now(), count }))
      return rateOf(samples.get(key)!)
    }
    const measure = () => {
      const partRates: Measures['partRates'] = {}
      for (const part of healthNow()?.parts ?? []) {
        const rate = note(part.id, handled(part))
        if (rate !== null) partRates[part.id] = rate
      }
      setMeasures({ partRates, patchesPerSecond: note('/patches', patches) ?? 0 })
    }
    measure()
    const unsubscribe = subscribeToCity(() => patches++)
    const timer = setInterval(measure, everyMs)
    return () => {
      unsubscribe()
      clearInterval(timer)
    }
  }, [])
  return measures
}

/** All that the simulator has given to a part: what was sent, what waits, and what was given up. */
function handled({ records, buffered, dropped }: PartState): number {
  return records + (buffered ?? 0) + dropped
}
