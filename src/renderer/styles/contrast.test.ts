import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lineIds } from '../../shared/city/types'

const textMin = 4.5
const markMin = 3

type Channels = [red: number, green: number, blue: number]
type Pair = [foreground: string, background: string, least: number]

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const schemes = {
  dark: tokensOf(/\[data-scheme='dark'\] \{(.*?)\n\}/s),
  light: tokensOf(/\n\[data-scheme='light'\] \{(.*?)\n\}/s),
}

describe.each(['dark', 'light'] as const)('the %s scheme', scheme => {
  it('has text at 4.5 and marks at 3 against every ground that they stand on (WCAG 2)', () => {
    const tokens = schemes[scheme]
    const pairs = pairsOf(scheme)
    const failed = pairs
      .map(([foreground, background, least]) => ({
        pair: `${foreground} on ${background}`,
        ratio: contrast(colorOf(tokens, foreground), colorOf(tokens, background)),
        least,
      }))
      .filter(({ ratio, least }) => !(ratio >= least))
    expect(failed).toEqual([])
    expect(pairs.length).toBe(152)
  })
})

it('measures black on white as 21', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 6)
})

/** Every pair that occurs on a screen. `a over b` is the half-transparent a on b. */
function pairsOf(scheme: 'dark' | 'light'): Pair[] {
  const pairs: Pair[] = []
  const each = (foregrounds: string[], backgrounds: string[], least: number) => {
    for (const background of backgrounds)
      for (const foreground of foregrounds) pairs.push([foreground, background, least])
  }
  const panels = ['surface-1', 'surface-2']
  const grounds = ['map-city', 'map-land', 'map-water']
  each(['text-1', 'text-2', 'text-3'], ['bg', ...panels, 'surface-3', 'surface-4'], textMin)
  each(['accent', 'ok', 'warn', 'err', 'info', 'off'], [...panels, 'surface-3'], textMin)
  each(['syn-key', 'syn-str', 'syn-num'], [...panels, 'surface-3'], textMin)
  each(['hex-magic', 'hex-id', 'hex-f1', 'hex-f2', 'hex-f3', 'hex-f4'], [...panels, 'surface-3'], textMin)
  const soft: Record<string, string[]> = {
    'accent-soft': ['accent', 'text-1', 'text-2', 'text-3', 'syn-num'],
    'ok-soft': ['ok'],
    'warn-soft': ['warn', 'text-1'],
    'err-soft': ['err', 'text-1', 'text-3'],
    'hex-lit': ['hex-f2', 'syn-key', 'syn-str', 'text-3'],
  }
  for (const [name, texts] of Object.entries(soft))
    each(
      texts,
      panels.map(panel => `${name} over ${panel}`),
      textMin,
    )
  each(['on-accent'], ['accent-fill'], textMin)
  each(['border-3'], panels, markMin)
  for (const line of lineIds) {
    const mark = scheme === 'light' && line === 'yellow' ? 'edge-yellow' : `line-${line}`
    each([mark], [...grounds, 'surface-2', 'surface-3'], markMin)
    each([`on-${line}`], [`line-${line}`], textMin)
  }
  each(['map-text'], grounds, textMin)
  each(['map-label'], ['map-city', 'map-land'], textMin)
  each(['map-label'], ['map-water'], markMin)
  each(['map-water-label'], ['map-water'], textMin)
  each(['map-station-ring'], ['map-station'], markMin)
  each(['chart-1', 'chart-2', 'chart-usual'], ['surface-2'], markMin)
  return pairs
}

function tokensOf(block: RegExp): Map<string, string> {
  const body = block.exec(css)?.[1] ?? ''
  return new Map([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(match => [match[1]!, match[2]!.trim()]))
}

function colorOf(tokens: Map<string, string>, name: string): Channels {
  const [top, below] = name.split(' over ')
  const value = tokens.get(top!) ?? ''
  if (below === undefined) return hex(value)
  const [red = NaN, green = NaN, blue = NaN, alpha = NaN] = (/rgba\(([^)]*)\)/.exec(value)?.[1] ?? '')
    .split(',')
    .map(Number)
  const ground = colorOf(tokens, below)
  return [red, green, blue].map((channel, i) => channel * alpha + ground[i]! * (1 - alpha)) as Channels
}

function hex(value: string): Channels {
  return [1, 3, 5].map(at => parseInt(value.slice(at, at + 2), 16)) as Channels
}

function contrast(one: Channels, other: Channels): number {
  const [dark = NaN, light = NaN] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(channels: Channels): number {
  const [red, green, blue] = channels
    .map(channel => channel / 255)
    .map(share => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)) as Channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
