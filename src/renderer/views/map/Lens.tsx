import { IconArrowUpRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { LineId } from '../../../shared/city/types'
import { cityClock, liveCity } from '../../state/city'
import { reducedMotion, subscribeToScheme } from '../../state/scheme'
import type { LineLook } from './draw/tracks'
import classes from './Lens.module.css'
import { Scene, type World } from './scene'

const metresPerPixelHere = 7
const width = 336
const height = 222
/** Half of the map's rate: so small a picture does not need more. */
const frameMs = 30

/** The map itself is drawn first, ms. */
const afterMapMs = 350

interface LensProps {
  world: World
  looks: Record<LineId, LineLook>
  selectedStation: number | null
  selectedTrain: string | null
  isStale: boolean
  onOpen(): void
}

/** The Loop, large enough to see its lanes while the map is far out. */
export function Lens({ world, looks, selectedStation, selectedTrain, isStale, onOpen }: LensProps) {
  const host = useRef<HTMLDivElement>(null)
  const scene = useRef<Scene | null>(null)
  useEffect(() => {
    if (!host.current) return
    const created = new Scene(host.current, world, { isLens: true })
    scene.current = created
    const xs = world.tracks.ring.map(corner => corner.x)
    const ys = world.tracks.ring.map(corner => corner.y)
    const center = { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 }
    created.setView({ center, mpp: metresPerPixelHere, width, height })
    void document.fonts.ready.then(() => created.settle([]))
    let frame = 0
    let drawnAt = performance.now() + afterMapMs
    const tick = (now: number) => {
      frame = requestAnimationFrame(tick)
      if (now < drawnAt + (reducedMotion() ? 1_000 : frameMs) && !(created.isOld && now > drawnAt)) return
      drawnAt = now
      const { trains, facts } = liveCity
      created.frame({ trains: trains.values(), simulatedNow: cityClock.at(now), rate: facts.rate }, now)
    }
    frame = requestAnimationFrame(tick)
    const leave = subscribeToScheme(() => requestAnimationFrame(() => created.recolour()))
    return () => {
      leave()
      cancelAnimationFrame(frame)
      created.destroy()
      scene.current = null
    }
  }, [world])
  useEffect(
    () => scene.current?.setOptions({ looks, selectedStation, selectedTrain, isStale }),
    [looks, selectedStation, selectedTrain, isStale],
  )
  return (
    <section className={classes.lens} aria-label="The Loop, enlarged" data-map-panel>
      <button type="button" className={classes.open} onClick={onOpen} title="Show the Loop (L)">
        <span className={classes.head}>
          The Loop <span>enlarged</span>
          <IconArrowUpRight size={14} stroke={1.6} />
        </span>
        <span ref={host} className={classes.picture} style={{ width, height }} />
      </button>
    </section>
  )
}
