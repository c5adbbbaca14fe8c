import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readLayers } from './layers'

it('ARCHITECTURE.md shows the import directions that layers.json has', () => {
  const rows = readLayers().map(
    layer =>
      `| ${layer.name} | ${layer.imports.filter(name => name !== layer.name).join(', ') || '–'} | ${layer.node ? 'yes' : '–'} |`,
  )
  const table = ['| layer | may import, beside itself | node: |', '|---|---|---|', ...rows].join('\n')
  const shown = /<!-- layers -->\n([\s\S]*?)\n?<!-- \/layers -->/.exec(readFileSync('ARCHITECTURE.md', 'utf8'))?.[1]
  expect(shown, `put this between the layers marks of ARCHITECTURE.md:\n${table}\n`).toBe(table)
})
