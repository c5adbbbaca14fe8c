import type { BoundAggregate } from '../functions/aggregate'
import type { Value } from '../functions/value'
import type { SourceKind } from '../syntax/tree'
import type { SqlType } from '../syntax/types'
import type { Column, Dialect, FormatSpec, Source } from './catalog'

/** Gives an expression's value for a row. What it throws makes the field null and is logged. */
export type Evaluator = (row: Value[]) => Value

/** A column of the result. */
export interface OutputItem extends Column {
  /** Its place among the key columns, or null when it belongs to the value. */
  keyIndex: number | null
  evaluate: Evaluator
}

export interface AggregateCall {
  function: BoundAggregate
  inputs: Evaluator[]
}

export interface WindowPlan {
  kind: 'TUMBLING' | 'HOPPING'
  sizeMs: number
  advanceMs: number
  graceMs: number
}

/**
 * What is done to each change, in this order. Rows are lists: those of a source have its key columns, its value columns,
 * ROWTIME, ROWPARTITION and ROWOFFSET; those behind an aggregation have the grouped values, the results, ROWTIME and,
 * with a window, its start and end.
 */
export type Step =
  | { op: 'filter'; predicate: Evaluator; text: string }
  /** A stream's new key. */
  | { op: 'rekey'; key: Evaluator[]; dialect: Dialect; types: SqlType[] }
  | {
      op: 'aggregate'
      groups: Evaluator[]
      types: SqlType[]
      aggregates: AggregateCall[]
      dialect: Dialect
      window: WindowPlan | null
    }
  | { op: 'project'; items: OutputItem[] }

export interface SinkPlan {
  name: string
  topic: string
  keyFormat: FormatSpec
  valueFormat: FormatSpec
  key: Column[]
  value: Column[]
  partitions: number
  replicas: number
  /** Place of the value column that gives the records their time. */
  timestampIndex: number | null
  isTable: boolean
}

export interface QueryPlan {
  source: Source
  /** Whether the result is a stream of events or the changes of a table. */
  kind: SourceKind
  steps: Step[]
  /** All columns of the result in the order of SELECT. */
  items: OutputItem[]
  key: Column[]
  value: Column[]
  /** Null for a query that only answers its caller. */
  sink: SinkPlan | null
  limit: number | null
  dialect: Dialect
  window: WindowPlan | null
}

/** The key of KSQL 5.x: the text of each part. */
export const partSeparator = '|+|'
