import { IconFocus2, IconFocusCentered, IconMinus, IconPlus, IconRectangle, IconX } from '@tabler/icons-react'
import { use, useMemo, useRef, useState, type RefObject } from 'react'
import { lineIds, type LineId } from '../../../shared/city/types'
import { behindMsMax, liveCity, useCityFacts, useCityKnown, useSimulatedNow } from '../../state/city'
import { countGuesses } from '../../state/guesses'
import { useGettingReady } from '../../state/ready'
import { useSettings } from '../../state/settings'
import { useIsStale } from '../../state/stale'
import { IconButton } from '../../ui/Button'
import { useMedia } from '../../ui/hooks'
import { useKeys } from '../../ui/keys'
import { homeView } from './camera'
import { Cards, subjectOf, useShowsStale } from './Cards'
import { CityMap, type MapHandle } from './CityMap'
import type { Hover } from './pointer'
import { CityTable } from './CityTable'
import { runNumber } from './draw/plates'
import type { LineLook } from './draw/tracks'
import { metresPerPixel } from './geometry/plane'
import { HoverNote } from './HoverNote'
import { Legend } from './Legend'
import { Lens } from './Lens'
import './map.css'
import classes from './MapView.module.css'
import type { World } from './scene'
import { ScaleBar } from './ScaleBar'
import { isSame, useSelection, type Subject } from './selection'
import { useGoThere } from './use-go-there'
import { loadWorld } from './world'

/** The lens stands in the lake while the map is coarser than this, metres per pixel. */
const lensMpp = 12
/** With more cards than this above it the lens gives way. */
const lensPanelsMax = 1
const panPx = 120

/** The city, live. */
export default function MapView() {
  const world = use(loadWorld())
  const [selection, select] = useSelection()
  const [hover, setHover] = useState<Hover | null>(null)
  const [focus, setFocus] = useState<LineId | null>(null)
  const [zoom, setZoom] = useState(() => homeView(window.innerWidth - 64, window.innerHeight - 80).zoom)
  const isRoomy = useMedia('(min-width: 1360px) and (min-height: 800px)')
  const [isFolded, setFolded] = useState(!isRoomy)
  const handle = useRef<MapHandle | null>(null)
  const looks = useLooks()
  const isStale = useIsStale()
  const isStarting = useGettingReady()
  const showsStale = useShowsStale()
  const hasTrains = useCityFacts(facts => facts.trains > 0)
  const subject = subjectOf(selection)
  const cards = (subject && !selection.pins.some(pin => isSame(pin, subject)) ? 1 : 0) + selection.pins.length
  const panels = cards + (showsStale ? 1 : 0)
  const showsLens = isRoomy && metresPerPixel(zoom) > lensMpp && !isStarting && panels <= lensPanelsMax
  const isBeside = panels > 0 || showsLens
  const { isFollowing, pins } = selection

  const choose = (next: Subject | null) => select({ ...next, pins })
  const setFollowing = (following: boolean) => select({ ...selection, flies: false, isFollowing: following })
  const follow = () => {
    if (selection.trainId !== null) setFollowing(!isFollowing)
  }
  useMapKeys(handle, world, follow, () => {
    if (isFollowing) setFollowing(false)
    else if (subject) choose(null)
    else if (pins.length > 0) select({ pins: pins.slice(0, -1) })
  })
  useGoThere(selection, select, handle, zoom)
  const onReady = (next: MapHandle | null) => {
    handle.current = next
  }

  const panelsKey = [panels, showsLens, isFolded, isFollowing, hasTrains, isStarting].join()
  return (
    <div className={classes.view} role="region" aria-label="Map of the city">
      <CityMap
        world={world}
        looks={looks}
        focus={focus}
        selectedStation={selection.stationId}
        selectedTrain={selection.trainId}
        hover={hover}
        isFollowing={isFollowing}
        isStale={isStale}
        panelsKey={panelsKey}
        onReady={onReady}
        onHover={setHover}
        onSelect={choose}
        onGrab={() => isFollowing && setFollowing(false)}
        onView={setZoom}
      />
      {hover && <HoverNote hover={hover} />}
      {!isStarting && (
        <>
          <div className={classes.left}>
            <Legend startsFolded={!isRoomy} onFocus={setFocus} onFold={setFolded} />
          </div>
          <ScaleBar zoom={zoom} left={isFolded ? 62 : 258} />
          <div className={classes.right} style={isBeside ? undefined : { display: 'none' }}>
            <Cards
              selection={selection}
              isFollowing={isFollowing}
              onSelect={choose}
              onPins={next => select({ ...(next.length > pins.length ? {} : selection), pins: next })}
              onFollow={follow}
            />
            {showsLens && (
              <div className={classes.lens}>
                <Lens
                  world={world}
                  looks={looks}
                  selectedStation={selection.stationId}
                  selectedTrain={selection.trainId}
                  isStale={isStale}
                  onOpen={() => handle.current?.camera.loop(world.tracks.ring)}
                />
              </div>
            )}
          </div>
          <MapControls world={world} handle={handle} isBeside={isBeside} />
        </>
      )}
      {isFollowing && (
        <div className={classes.following} role="status" data-map-panel>
          <IconFocus2 size={15} stroke={1.6} color="var(--accent)" />
          <b>Following {runNumber(selection.trainId!)}</b> <span>drag the map to let go</span>
          <IconButton label="Stop following" hotkey="F" onClick={() => setFollowing(false)}>
            <IconX size={14} stroke={1.6} />
          </IconButton>
        </div>
      )}
      {isStarting && <StartNote looks={looks} />}
      <CityTable />
    </div>
  )
}

interface MapControlsProps {
  world: World
  handle: RefObject<MapHandle | null>
  isBeside: boolean
}

function MapControls({ world, handle, isBeside }: MapControlsProps) {
  return (
    <div className={classes.controls} role="group" aria-label="Map" data-beside={isBeside || undefined} data-map-panel>
      <IconButton label="Closer" hotkey="+" onClick={() => handle.current?.camera.zoomBy(1)}>
        <IconPlus size={16} stroke={1.6} />
      </IconButton>
      <IconButton label="Farther" hotkey="-" onClick={() => handle.current?.camera.zoomBy(-1)}>
        <IconMinus size={16} stroke={1.6} />
      </IconButton>
      <IconButton label="Whole city" hotkey="0" onClick={() => handle.current?.camera.home()}>
        <IconFocusCentered size={16} stroke={1.6} />
      </IconButton>
      <IconButton label="The Loop" hotkey="L" onClick={() => handle.current?.camera.loop(world.tracks.ring)}>
        <IconRectangle size={16} stroke={1.6} />
      </IconButton>
    </div>
  )
}

function StartNote({ looks }: { looks: Record<LineId, LineLook> }) {
  const lit = lineIds.filter(line => looks[line] === 'on').length
  return (
    <p className={classes.note}>
      A line lights up when its first record is read: {lit} of {lineIds.length}
    </p>
  )
}

function useMapKeys(handle: RefObject<MapHandle | null>, world: World, follow: () => void, escape: () => void): void {
  const camera = () => handle.current?.camera
  useKeys('Map', [
    { key: '+', also: ['='], title: 'Closer', run: () => camera()?.zoomBy(1) },
    { key: '-', title: 'Farther', run: () => camera()?.zoomBy(-1) },
    { key: '0', title: 'Whole city', run: () => camera()?.home() },
    { key: 'l', label: 'L', title: 'The Loop', run: () => camera()?.loop(world.tracks.ring) },
    { key: 'ArrowLeft', label: '←', title: 'West', run: () => camera()?.panBy(-panPx, 0) },
    { key: 'ArrowRight', label: '→', title: 'East', run: () => camera()?.panBy(panPx, 0) },
    { key: 'ArrowUp', label: '↑', title: 'North', run: () => camera()?.panBy(0, -panPx) },
    { key: 'ArrowDown', label: '↓', title: 'South', run: () => camera()?.panBy(0, panPx) },
    { key: 'f', label: 'F', title: 'Follow the selected train', run: follow },
    { key: 'Escape', label: 'Esc', title: 'Close', run: escape },
  ])
}

/** A line is stale when the map is behind and so large a share of its trains are guesses. */
const staleShare = 0.5

/** How each line is drawn: off when hidden; while the stack starts, off until something of the line was read. */
function useLooks(): Record<LineId, LineLook> {
  const hidden = useSettings(settings => settings.hiddenLines)
  const isStarting = useGettingReady()
  const isKnown = useCityKnown()
  const trainsByLine = useCityFacts(facts => facts.trainsByLine)
  const isBehind = useCityFacts(facts => (facts.behindMs ?? 0) > behindMsMax)
  const now = useSimulatedNow(1_000)
  const guesses = isBehind ? countGuesses(liveCity.trains.values(), now, liveCity.facts.rate) : null
  const key = lineIds
    .map((line): LineLook => {
      const isLit = !(isStarting || !isKnown) || trainsByLine[line] > 0
      if (!isLit || hidden.includes(line)) return 'off'
      return guesses && guesses[line] > trainsByLine[line] * staleShare ? 'stale' : 'on'
    })
    .join()
  return useMemo(() => {
    const looks = key.split(',') as LineLook[]
    return Object.fromEntries(lineIds.map((line, i) => [line, looks[i]!])) as Record<LineId, LineLook>
  }, [key])
}
