import { ownConnector, type GraphInput } from './model'

/** The pipeline's own connector, as Connect told it last. */
export const connectorOf = ({ readings }: GraphInput) =>
  readings?.connectors?.value?.find(({ name }) => name === ownConnector) ?? null

/** The connector's state, made worse by a failed task: Connect calls a connector RUNNING whose only task has failed. */
export function connectorState(input: GraphInput): string | null {
  const found = connectorOf(input)
  if (!found) return null
  return found.tasks.failed > 0 ? 'FAILED' : found.state
}
