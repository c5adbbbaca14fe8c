import { formatDistance } from '../../ui/format'
import { metresPerPixel } from './geometry/plane'
import classes from './MapView.module.css'

const steps = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
const widthPxMin = 48

/** How far a distance is on the map, and whose data it is. */
export function ScaleBar({ zoom, left }: { zoom: number; left: number }) {
  const mpp = metresPerPixel(zoom)
  const metres = steps.find(step => step / mpp >= widthPxMin) ?? steps.at(-1)!
  return (
    <div className={classes.scale} style={{ left }} data-map-panel>
      <span className={classes.bar}>
        <i style={{ width: metres / mpp }} />
        {formatDistance(metres)}
      </span>
      <span className={classes.credit}>Data: CTA, City of Chicago, US Census</span>
    </div>
  )
}
