import { chicago } from '../../../shared/city/chicago'
import { buildNetwork } from '../../../shared/city/network'
import { loadBasemap } from './draw/basemap'
import { buildTracksInSteps } from './geometry/lanes'
import type { World } from './scene'

/** Built when the view is first loaded. */
export const network = buildNetwork(chicago)

let world: Promise<World> | null = null

/** What the map is drawn from, made once and in pieces, so that the page answers in between. */
export function loadWorld(): Promise<World> {
  world ??= build()
  return world
}

async function build(): Promise<World> {
  await pause()
  const basemap = loadBasemap()
  await pause()
  const steps = buildTracksInSteps(network)
  let until = performance.now() + sliceMs
  for (;;) {
    const step = steps.next()
    if (step.done) return { network, tracks: step.value, basemap }
    if (performance.now() < until) continue
    await pause()
    until = performance.now() + sliceMs
  }
}

/** So long at a time, ms. */
const sliceMs = 10

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve))
}
