import type { Network } from '../../../shared/city/network'
import { lineIds, type LineId, type TrainState } from '../../../shared/city/types'
import { destinationOf } from './calls'
import { runNumber } from './draw/plates'

/** Something on the map that a person looked for, and the address that shows it. */
export interface CityHit {
  /** Unique among all hits. */
  id: string
  kind: 'station' | 'train' | 'line'
  title: string
  /** What tells it from others of its name. */
  hint: string
  lines: LineId[]
  /** Stations and trains are flown to; a line is shown alone. */
  href: string
}

export const hitsMax = 12

/** Words of no weight in a name: "the loop", "run 441", "red line". */
const fillers = new Set(['the', 'run', 'train', 'station', 'line', 'to'])

interface Candidate extends CityHit {
  /** What is compared: lower case, without accents and punctuation. */
  words: string[]
  text: string
  /** Of equal matches the heavier comes first. */
  weight: number
}

/**
 * The stations, trains and lines that fit some words, the best first: a whole name before its beginning, the beginning
 * of a word before its middle; of equals stations with more lines, then trains by their run.
 */
export function searchCity(network: Network, trains: Iterable<TrainState>, query: string): CityHit[] {
  const asked = wordsOf(query)
  const wanted = asked.some(word => !fillers.has(word)) ? asked.filter(word => !fillers.has(word)) : asked
  if (wanted.length === 0) return []
  const candidates = [...lineCandidates(network), ...stationCandidates(network), ...trainCandidates(network, trains)]
  return candidates
    .flatMap(candidate => {
      const rank = rankOf(candidate, wanted)
      return rank === null ? [] : [{ candidate, rank }]
    })
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        other.candidate.weight - one.candidate.weight ||
        one.candidate.text.localeCompare(other.candidate.text),
    )
    .slice(0, hitsMax)
    .map(({ candidate: { words: _words, text: _text, weight: _weight, ...hit } }) => hit)
}

/** 0 the whole name, 1 it begins so, 2 each word begins one of its words, 3 each occurs somewhere; null: it does not fit. */
function rankOf({ words, text }: Candidate, wanted: string[]): number | null {
  const joined = wanted.join(' ')
  if (text === joined || words.join('') === wanted.join('')) return 0
  if (text.startsWith(joined)) return 1
  if (wanted.every(word => words.some(own => own.startsWith(word)))) return 2
  return wanted.every(word => text.includes(word)) ? 3 : null
}

function lineCandidates(network: Network): Candidate[] {
  return network.lines.map(({ id, name }) => ({
    id: `line:${id}`,
    kind: 'line',
    title: name,
    hint: 'show alone',
    lines: [id],
    href: `/map?line=${id}`,
    ...searchable(`${id} line`, id),
    weight: 100,
  }))
}

function stationCandidates(network: Network): Candidate[] {
  return [...network.stations.values()].map(({ id, name, lines, open }) => ({
    id: `station:${id}`,
    kind: 'station',
    title: name,
    hint: open ? `station ${id}` : `station ${id}, closed`,
    lines,
    href: `/map?station=${id}&fly=1`,
    ...searchable(`${name} ${id}`, name),
    weight: 10 + lines.length,
  }))
}

function trainCandidates(network: Network, trains: Iterable<TrainState>): Candidate[] {
  return [...trains].map(train => {
    const destination = destinationOf(network, train)
    const run = runNumber(train.id)
    return {
      id: `train:${train.id}`,
      kind: 'train',
      title: `Run ${run}`,
      hint: `to ${destination === 'Loop' ? 'the Loop' : destination}`,
      lines: [train.line],
      href: `/map?train=${encodeURIComponent(train.id)}&follow=1`,
      ...searchable(`${run} ${train.id} ${train.line}`, run),
      weight: 1 - lineIds.indexOf(train.line) / 100,
    }
  })
}

function searchable(all: string, name = all): Pick<Candidate, 'words' | 'text'> {
  return { words: wordsOf(all), text: wordsOf(name).join(' ') }
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}|['’]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
}
