import { IconMaximize } from '@tabler/icons-react'
import {
  Background,
  BackgroundVariant,
  MarkerType,
  ReactFlow,
  useReactFlow,
  type EdgeTypes,
  type NodeTypes,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useMemo, useRef } from 'react'
import type { EdgeFigure } from './address'
import classes from './Flow.module.css'
import { FlowEdge, type FlowEdgeType } from './FlowEdge'
import { FlowNode, type FlowNodeType } from './FlowNode'
import { handlesOf } from './handles'
import { layout, nodeSize } from './graph/layout'
import type { Graph } from './graph/model'

const nodeTypes: NodeTypes = { part: FlowNode }
const edgeTypes: EdgeTypes = { flow: FlowEdge }

/** Room around the graph as a share of the window, and how close and far one may look. */
const fitting = { padding: 0.05, maxZoom: 1.15 }
const zooms = { min: 0.3, max: 2 }

interface FlowGraphProps {
  graph: Graph
  figure: EdgeFigure
  selected: string | null
  onSelect(node: string | null): void
  onOpen(node: string): void
}

/** The parts of the pipeline and the ways between them. Nodes are reached by Tab and opened by Enter. */
export function FlowGraph({ graph, figure, selected, onSelect, onOpen }: FlowGraphProps) {
  const places = useMemo(() => layout(graph.nodes), [graph.nodes])
  const nodes = useMemo(() => flowNodes(graph, places, selected), [graph, places, selected])
  const edges = useMemo(() => flowEdges(graph, figure, places), [graph, figure, places])
  // The picture fits again when parts come or go, not whenever a figure changes.
  const shape = graph.nodes.map(({ id }) => id).join()
  return (
    <div
      className={classes.graph}
      onKeyDown={event => {
        const id = (event.target as HTMLElement).closest<HTMLElement>('.react-flow__node')?.dataset['id']
        if (event.key !== 'Enter' || !id) return
        event.preventDefault()
        event.stopPropagation()
        if (id === selected) onOpen(id)
        else onSelect(id)
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        nodesFocusable
        minZoom={zooms.min}
        maxZoom={zooms.max}
        fitView
        fitViewOptions={fitting}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        disableKeyboardA11y={false}
        proOptions={{ hideAttribution: true }}
        aria-label="Parts of the pipeline and the ways between them"
        onNodeClick={(_, node) => onSelect(node.id)}
        onNodeDoubleClick={(_, node) => onOpen(node.id)}
        onPaneClick={() => onSelect(null)}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} className={classes.dots} />
        <Refit shape={shape} />
      </ReactFlow>
    </div>
  )
}

/** Fits the picture when its shape or its window changes. */
function Refit({ shape }: { shape: string }) {
  const { fitView } = useReactFlow()
  const marker = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const box = marker.current?.closest('.react-flow')
    const fit = () => void fitView(fitting)
    const observer = new ResizeObserver(fit)
    if (box) observer.observe(box)
    const frame = requestAnimationFrame(fit)
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [fitView, shape])
  return <span ref={marker} hidden />
}

/** Shows all of it again. */
export function useFit(): () => void {
  const { fitView } = useReactFlow()
  return () => void fitView({ ...fitting, duration: 0 })
}

export const FitIcon = () => <IconMaximize size={14} stroke={1.7} />

function flowNodes(graph: Graph, places: ReturnType<typeof layout>, selected: string | null): FlowNodeType[] {
  return graph.nodes.map(node => {
    const handles = handlesOf(node.kind, inletsOf(graph, node.id, places).length)
    return {
      id: node.id,
      type: 'part',
      position: places.get(node.id) ?? { x: 0, y: 0 },
      ...nodeSize,
      measured: nodeSize,
      handles,
      ariaLabel: `${node.title}, ${node.word}. ${node.facts.map(({ text }) => text).join('. ')}`,
      data: { node, handles, isSelected: node.id === selected },
    }
  })
}

/** The nodes that lead into one, from top to bottom. */
function inletsOf(graph: Graph, id: string, places: ReturnType<typeof layout>): string[] {
  return graph.edges
    .filter(({ to }) => to === id)
    .map(({ from }) => from)
    .sort((a, b) => (places.get(a)?.y ?? 0) - (places.get(b)?.y ?? 0))
}

function flowEdges(graph: Graph, figure: EdgeFigure, places: ReturnType<typeof layout>): FlowEdgeType[] {
  return graph.edges.map(edge => {
    const inlets = inletsOf(graph, edge.to, places)
    const inlet = Math.max(0, inlets.indexOf(edge.from))
    return {
      id: edge.id,
      type: 'flow',
      source: edge.from,
      target: edge.to,
      sourceHandle: 'out',
      targetHandle: `in-${edge.to === 'map' ? 0 : inlet}`,
      focusable: false,
      markerEnd: {
        type: MarkerType.ArrowClosed,
        color: edge.broken === null ? 'var(--border-3)' : 'var(--err)',
        width: 16,
        height: 16,
      },
      data: { edge, figure, inlet, inlets: inlets.length },
    }
  })
}
