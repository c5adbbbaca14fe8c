import {
  BaseEdge,
  EdgeLabelRenderer,
  getBezierPath,
  getSmoothStepPath,
  Position,
  type Edge,
  type EdgeProps,
} from '@xyflow/react'
import { formatCountShort } from '../../ui/format'
import type { EdgeFigure } from './address'
import classes from './Flow.module.css'
import type { GraphEdge } from './graph/model'
import { flowText } from './graph/rates'

export type FlowEdgeType = Edge<{ edge: GraphEdge; figure: EdgeFigure; inlet: number; inlets: number }, 'flow'>

/** px; a way that is longer than between two neighbours goes straight first and turns at its end. */
const longWay = 150
const turnBefore = 14
const turnApart = 9

/** A way from one part to the next, with what comes through on it, or why nothing does. */
export function FlowEdge(props: EdgeProps<FlowEdgeType>) {
  const { id, data, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, markerEnd } = props
  if (!data) return null
  const { edge, figure, inlet, inlets } = data
  const isLong = targetX - sourceX > longWay && targetPosition === Position.Left
  // The outermost ways turn last, so that none crosses another.
  const order = sourceY < targetY ? inlet : inlets - 1 - inlet
  const centerX = targetX - turnBefore - order * turnApart
  const ends = { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition }
  const [path, middleX, middleY] = isLong
    ? getSmoothStepPath({ ...ends, centerX, borderRadius: 22 })
    : getBezierPath({ ...ends, curvature: 0.4 })
  const [labelX, labelY] = isLong ? [sourceX + (centerX - sourceX) * 0.62, sourceY] : [middleX, middleY]
  const text = edge.broken ?? labelText(edge, figure, isLong)
  const isFlowing = edge.broken === null && (edge.perSecond ?? 0) > 0
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        markerEnd={markerEnd}
        className={classes.edge}
        data-broken={edge.broken !== null || undefined}
        data-idle={(edge.broken === null && !isFlowing) || undefined}
      />
      {isFlowing && <path d={path} className={classes.flow} aria-hidden />}
      {text !== null && (
        <EdgeLabelRenderer>
          <span
            className={classes.label}
            data-tone={edge.broken !== null ? 'err' : edge.isStale ? 'warn' : undefined}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {text}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  )
}

/**
 * What stands on a way that works; null: nothing of this kind is known there.
 *
 * @param hasRoom between neighbours there is none for two figures
 */
export function labelText(
  { perSecond, lag, errors, isStale }: Pick<GraphEdge, 'perSecond' | 'lag' | 'errors' | 'isStale'>,
  figure: EdgeFigure,
  hasRoom: boolean,
): string | null {
  const lagText = lag === null ? null : `lag ${isStale ? '≥ ' : ''}${formatCountShort(lag)}`
  if (figure === 'errors') return errors === null ? null : errors === 0 ? 'none' : formatCountShort(errors)
  if (figure === 'lag') return lagText
  if (perSecond === null) return lagText
  return hasRoom && lag !== null && lag > 0 ? `${flowText(perSecond)}, ${lagText}` : flowText(perSecond)
}
