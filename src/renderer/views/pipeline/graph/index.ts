import { graphEdges } from './edges'
import type { Graph, GraphInput } from './model'
import { graphNodes } from './nodes'

/** The pipeline as it is on this cluster, from what the app, the log and the services say. */
export function buildGraph(input: GraphInput): Graph {
  const nodes = graphNodes(input)
  return { nodes, edges: graphEdges(input, nodes) }
}
