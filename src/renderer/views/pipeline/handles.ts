import { Position } from '@xyflow/react'
import { nodeSize } from './graph/layout'

/** Where a way ends at its node; without being measured, so that ways are drawn at once and stay when figures change. */
export interface FlowHandle {
  id: string
  type: 'source' | 'target'
  position: Position
  /** px from the node's corner */
  x: number
  y: number
  width: number
  height: number
}

const { width, height } = nodeSize
const point = { width: 1, height: 1 }

/** @param inlets how many ways lead into the node */
export function handlesOf(kind: string, inlets: number): FlowHandle[] {
  if (kind === 'map')
    return [{ id: 'in-0', type: 'target', position: Position.Bottom, x: width / 2, y: height, ...point }]
  const into = Array.from({ length: inlets }, (_, i): FlowHandle => {
    return { id: `in-${i}`, type: 'target', position: Position.Left, x: 0, y: inletAt(i, inlets), ...point }
  })
  const out: FlowHandle =
    kind === 'city'
      ? { id: 'out', type: 'source', position: Position.Top, x: width / 2, y: 0, ...point }
      : { id: 'out', type: 'source', position: Position.Right, x: width, y: height / 2, ...point }
  return [...into, out]
}

/** Several ways into a node keep apart, so that their arrows are told from each other. */
function inletAt(index: number, count: number): number {
  return height * (count === 1 ? 0.5 : 0.26 + (index * 0.56) / (count - 1))
}
