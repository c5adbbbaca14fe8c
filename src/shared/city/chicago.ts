import geometry from '../../../resources/data/geometry.json'
import lines from '../../../resources/data/lines.json'
import stations from '../../../resources/data/stations.json'
import timings from '../../../resources/data/timings.json'
import type { CityData } from './data'

/** The data pack of Chicago, bundled. Another city would be another such file. */
export const chicago: CityData = { lines, stations, geometry, timings }
