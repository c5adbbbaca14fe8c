import { chicago } from '../../../shared/city/chicago'
import { buildNetwork } from '../../../shared/city/network'
import { loadBasemap } from './draw/basemap'
import { buildTracks } from './geometry/lanes'
import type { World } from './scene'

/** Built once, when the map is first shown. */
export const world: World = (() => {
  const network = buildNetwork(chicago)
  return { network, tracks: buildTracks(network), basemap: loadBasemap() }
})()
