/** What is looked at beside the editor; it stands in the address. */
export interface Selection {
  kind: 'stream' | 'table' | 'query'
  name: string
}

const kinds = ['stream', 'table', 'query'] as const

/** The first of ?stream=, ?table=, ?query= that names something; null: nothing is looked at. */
export function parseSelection(search: string): Selection | null {
  const params = new URLSearchParams(search)
  for (const kind of kinds) {
    const name = params.get(kind)
    if (name) return { kind, name }
  }
  return null
}

export function addressOf(selection: Selection | null): string {
  return selection ? `/ksql?${selection.kind}=${encodeURIComponent(selection.name)}` : '/ksql'
}
