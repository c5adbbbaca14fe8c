/** What the view shows, as it stands in the address: /pipeline?node=…|step=…&show=…. */
export interface PipelineAddress {
  /** A node's or a provisioning step's id; at most one of them is set. */
  node: string | null
  step: string | null
  /** What stands on the edges. */
  show: EdgeFigure
}

export const edgeFigures = ['rates', 'lag', 'errors'] as const
export type EdgeFigure = (typeof edgeFigures)[number]

const idMax = 60

/** Whatever makes no sense is at its default; ids that do not exist are told apart by whoever shows them. */
export function parseAddress(params: URLSearchParams): PipelineAddress {
  const node = idOf(params.get('node'))
  return {
    node,
    step: node === null ? idOf(params.get('step')) : null,
    show: edgeFigures.find(figure => figure === params.get('show')) ?? 'rates',
  }
}

export function formatAddress({ node, step, show }: PipelineAddress): string {
  const params = new URLSearchParams()
  if (node !== null) params.set('node', node)
  else if (step !== null) params.set('step', step)
  if (show !== 'rates') params.set('show', show)
  const text = params.toString()
  return `/pipeline${text && `?${text}`}`
}

function idOf(text: string | null): string | null {
  return text === null || text === '' ? null : text.slice(0, idMax)
}
