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
import { Handle, type Node, type NodeProps } from '@xyflow/react'
import { StateMark } from '../../ui/StateMark'
import classes from './Flow.module.css'
import type { FlowHandle } from './handles'
import type { GraphNode, NodeKind } from './graph/model'

export type FlowNodeType = Node<{ node: GraphNode; handles: readonly FlowHandle[]; isSelected: boolean }, 'part'>

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
export function FlowNode({ data: { node, handles, isSelected } }: NodeProps<FlowNodeType>) {
  const Icon = icons[node.kind]
  return (
    <div className={classes.node} data-mark={node.mark} data-selected={isSelected || undefined}>
      {handles.map(({ id, type, position, x, y }) => (
        <Handle
          key={id}
          id={id}
          type={type}
          position={position}
          isConnectable={false}
          style={{ left: x, top: y, right: 'auto', bottom: 'auto', transform: 'none' }}
        />
      ))}
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
    </div>
  )
}
