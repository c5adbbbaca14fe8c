import {
  IconApi,
  IconArrowRight,
  IconDatabase,
  IconHistory,
  IconMap2,
  IconPlug,
  IconStack2,
  IconTerminal2,
  IconTrain,
  IconTransform,
  type Icon,
} from '@tabler/icons-react'
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react'
import { StateMark } from '../../ui/StateMark'
import type { GraphNode, NodeKind } from './graph/model'
import classes from './Flow.module.css'

export type FlowNodeType = Node<{ node: GraphNode; inlets: string[]; isSelected: boolean }, 'part'>

const icons: Record<NodeKind, Icon> = {
  simulator: IconTrain,
  producer: IconArrowRight,
  proxy: IconApi,
  topic: IconStack2,
  database: IconDatabase,
  connector: IconPlug,
  transformer: IconTransform,
  query: IconTerminal2,
  city: IconHistory,
  map: IconMap2,
}

/** A part of the pipeline: icon, name, state, two facts. */
export function FlowNode({ data: { node, inlets, isSelected } }: NodeProps<FlowNodeType>) {
  const Icon = icons[node.kind]
  const isMap = node.kind === 'map'
  return (
    <div className={classes.node} data-mark={node.mark} data-selected={isSelected || undefined}>
      {isMap ? (
        <Handle type="target" position={Position.Bottom} id="in-0" isConnectable={false} />
      ) : (
        inlets.map((from, i) => (
          <Handle
            key={from}
            type="target"
            position={Position.Left}
            id={`in-${i}`}
            isConnectable={false}
            style={{ top: `${inletAt(i, inlets.length)}%` }}
          />
        ))
      )}
      <p className={classes.nodeTitle}>
        <Icon size={14} stroke={1.7} aria-hidden />
        <b>{node.title}</b>
        <StateMark mark={node.mark} label={node.word} />
      </p>
      {node.facts.slice(0, 2).map((fact, i) => (
        <p key={i} className={classes.fact} data-tone={fact.tone} title={fact.text}>
          {fact.text}
        </p>
      ))}
      {!isMap && (
        <Handle
          type="source"
          position={node.kind === 'city' ? Position.Top : Position.Right}
          id="out"
          isConnectable={false}
        />
      )}
    </div>
  )
}

/** Several ways into a node keep apart, so that their arrows are told from each other. */
function inletAt(index: number, count: number): number {
  return count === 1 ? 50 : 28 + (index * 54) / (count - 1)
}
