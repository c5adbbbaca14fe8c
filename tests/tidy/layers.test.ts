import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importProblems, readLayers, relativeImports, type Layer } from './layers'
import { sourceFiles } from './source'

const layers: Layer[] = [
  { name: 'pure', path: 'src/pure/', imports: ['pure'], packages: ['zod'], node: false },
  { name: 'edge', path: 'src/edge/', imports: ['pure'], node: true },
]

describe('the import lint', () => {
  it.each([
    ["import './other'", 'its own layer'],
    ["import { z } from 'zod/mini'", 'a listed package'],
    ["import data from '../../resources/data/x.json'", 'a data file'],
  ])('allows %s (%s)', text => expect(importProblems('src/pure/a.ts', text, layers)).toEqual([]))

  it.each([
    ["import '../edge/b'", 'may not import edge'],
    ["export * from '../edge/b'", 'may not import edge'],
    ["const x = import('../edge/b')", 'may not import edge'],
    ["import type { B } from '../edge'", 'may not import edge'],
    ["import fs from 'node:fs'", 'may not use node:fs'],
    ["import fs from 'fs'", 'may not import the package fs'],
    ["import x from 'left-pad'", 'may not import the package left-pad'],
    ["import '../nowhere/x'", 'lies in no layer'],
  ])('refuses %s', (text, reason) => expect(importProblems('src/pure/a.ts', text, layers).join()).toContain(reason))

  it('refuses a file in no layer', () => {
    expect(importProblems('src/new/a.ts', '', layers).join()).toContain('lies in no layer')
  })
})

describe('the source', () => {
  it('keeps to the directions of layers.json', () => {
    const table = readLayers()
    const problems = sourceFiles('src')
      .filter(file => !/\.test\.tsx?$/.test(file))
      .flatMap(file => importProblems(file, readFileSync(file, 'utf8'), table))
    expect(problems).toEqual([])
  })

  it('has no view that imports another view: what two of them need lies in ui or state', () => {
    const views = 'src/renderer/views/'
    const viewOf = (path: string) => path.slice(views.length).split('/')[0]
    const problems = sourceFiles(views.slice(0, -1))
      .filter(file => file.slice(views.length).includes('/'))
      .flatMap(file =>
        relativeImports(file, readFileSync(file, 'utf8'))
          .filter(target => target.startsWith(views) && viewOf(target) !== viewOf(file))
          .map(target => `${file} imports ${target}`),
      )
    expect(problems).toEqual([])
  })

  it('has no layer whose folder is empty of meaning: every import that layers.json names exists', () => {
    const table = readLayers()
    const names = new Set(table.map(layer => layer.name))
    expect(table.flatMap(layer => layer.imports).filter(name => !names.has(name))).toEqual([])
  })
})
