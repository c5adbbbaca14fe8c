import { describe, expect, it } from 'vitest'
import { chicago } from '../../../../shared/city/chicago'
import { buildNetwork } from '../../../../shared/city/network'
import { buildTracks, layOut } from './lanes'
import { stationMarks, terminalIds } from './marks'

const network = buildNetwork(chicago)
const layout = layOut(buildTracks(network), 13)
const marks = stationMarks(network, layout, () => true)
const markOf = (id: number) => marks.find(({ stationId }) => stationId === id)!
const widthPx = ({ from, to }: { from: { x: number; y: number }; to: { x: number; y: number } }) =>
  Math.hypot(from.x - to.x, from.y - to.y) / layout.mpp

describe('stationMarks', () => {
  it('marks every station of the network once', () => {
    expect(marks.map(({ stationId }) => stationId).sort()).toEqual([...network.stations.keys()].sort())
  })

  it('is a disc where one line stops', () => {
    const { capsules } = markOf(40590) // Damen, Blue
    expect(capsules).toHaveLength(1)
    expect(widthPx(capsules[0]!)).toBeCloseTo(0, 6)
  })

  it('is one capsule over all lanes where lines run side by side', () => {
    const { capsules } = markOf(41320) // Belmont: red, brown, purple
    expect(capsules).toHaveLength(1)
    expect(capsules[0]!.lines).toBe(3)
    expect(widthPx(capsules[0]!)).toBeCloseTo(2 * layout.style.pitch, 0)
  })

  it('marks nothing of a hidden line, and keeps a transfer for the lines that are left', () => {
    const without = stationMarks(network, layout, line => line !== 'red')
    expect(without.find(({ stationId }) => stationId === 41190)).toBeUndefined() // Jarvis, red alone
    expect(without.find(({ stationId }) => stationId === 41320)?.capsules[0]?.lines).toBe(2)
  })

  it('knows closed stations and terminals', () => {
    expect(markOf(40260).isOpen).toBe(false) // State/Lake
    expect(markOf(41290).isTerminal).toBe(true) // Kimball
    expect(terminalIds(network).has(40460)).toBe(false) // Merchandise Mart
  })
})
