import type { Health, PartState, ServiceState, StepState } from '../../../../shared/contract/lifecycle'
import type { ServiceName } from '../../../../shared/contract/services'
import type { PipelineReadings, PipelineTopic, PipelineTopicId } from '../../../../shared/contract/pipeline'
import type { Problem } from '../../../../shared/contract/problem'
import type { Mark } from '../../../ui/StateMark'

/** Kinds of nodes; each has its icon. */
export type NodeKind =
  'simulator' | 'producer' | 'proxy' | 'topic' | 'database' | 'connector' | 'transformer' | 'query' | 'city' | 'map'

export interface Fact {
  text: string
  tone?: 'warn' | 'err'
}

export interface GraphNode {
  id: string
  kind: NodeKind
  title: string
  mark: Mark
  /** What the mark says, in words. */
  word: string
  /** Two lines at most. */
  facts: Fact[]
  problem: Problem | null
  /** Where it is looked into; null: nowhere. */
  href: string | null
}

/** How something gets from one node to another. */
export interface GraphEdge {
  id: string
  from: string
  to: string
  /** Records (or changes, to the map) a second; null: not known, or not counted here. */
  perSecond: number | null
  /** Records that the target has still to read; null: not known, or it does not read at its own pace. */
  lag: number | null
  /** Records given up or not understood, on this way; null: not counted here. */
  errors: number | null
  /** Why nothing comes through; null: nothing hinders it. */
  broken: string | null
  /** The figures were read before something failed. */
  isStale: boolean
}

export interface Graph {
  nodes: GraphNode[]
  edges: GraphEdge[]
}

/** All that the graph is made of. */
export interface GraphInput {
  health: Health
  /** Null: not read yet. */
  readings: PipelineReadings | null
  city: {
    trains: number
    undecoded: number
    behindMs: number | null
    /** Messages with changes that this page got a second. */
    patchesPerSecond: number
  }
  /** Records handled a second, by part; absent: not measured yet. */
  partRates: Partial<Record<string, number>>
}

export const serviceOf = (health: Health, name: ServiceName): ServiceState | undefined =>
  health.services.find(service => service.name === name)

export const partOf = (health: Health, id: string): PartState | undefined => health.parts.find(part => part.id === id)

export const stepOf = (health: Health, id: string): StepState | undefined => health.steps.find(step => step.id === id)

export const topicOf = ({ readings }: GraphInput, id: PipelineTopicId): PipelineTopic | undefined =>
  readings?.topics.value?.find(topic => topic.id === id)

/** Whether the profile has the service at all. */
export const has = (health: Health, name: ServiceName): boolean => serviceOf(health, name)?.state !== 'absent'

/** The name that the pipeline's own connector has. */
export const ownConnector = 'stations'

/** The queries that write what the map counts by; all of them when none is named so. */
export const queriesOf = ({ readings }: GraphInput) => readings?.queries?.value ?? null
