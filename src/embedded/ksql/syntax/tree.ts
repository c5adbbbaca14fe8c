import type { SqlType } from './types'

/** Where something stands in the text, both counted from 1. */
export interface At {
  line: number
  column: number
}

export type Expression = Located<
  | { kind: 'literal'; value: Literal }
  | { kind: 'column'; source: string | null; name: string }
  | { kind: 'call'; name: string; star: boolean; arguments: Expression[] }
  | { kind: 'arithmetic'; operator: ArithmeticOperator; left: Expression; right: Expression }
  | { kind: 'negate'; value: Expression }
  | { kind: 'comparison'; operator: ComparisonOperator; left: Expression; right: Expression }
  | { kind: 'logical'; operator: 'AND' | 'OR'; left: Expression; right: Expression }
  | { kind: 'not'; value: Expression }
  | { kind: 'between'; value: Expression; low: Expression; high: Expression; isNegated: boolean }
  | { kind: 'in'; value: Expression; list: Expression[]; isNegated: boolean }
  | { kind: 'like'; value: Expression; pattern: Expression; escape: string | null; isNegated: boolean }
  | { kind: 'isNull'; value: Expression; isNegated: boolean }
  | { kind: 'distinct'; left: Expression; right: Expression; isNegated: boolean }
  | { kind: 'case'; operand: Expression | null; whens: When[]; otherwise: Expression | null }
  | { kind: 'cast'; value: Expression; type: SqlType | NamedType }
  | { kind: 'field'; value: Expression; name: string }
  | { kind: 'subscript'; value: Expression; index: Expression }
  | { kind: 'array'; items: Expression[] }
  | { kind: 'map'; entries: { key: Expression; value: Expression }[] }
  | { kind: 'struct'; fields: { name: string; value: Expression }[] }
  | { kind: 'lambda'; parameters: string[]; body: Expression }
>

type Located<T> = T & { at: At }

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '||'
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='

export interface When {
  when: Expression
  then: Expression
}

/** A literal with the type that its spelling gives it. */
export type Literal =
  | { type: 'NULL'; value: null }
  | { type: 'BOOLEAN'; value: boolean }
  | { type: 'INTEGER' | 'DOUBLE'; value: number }
  | { type: 'BIGINT'; value: number | bigint }
  | { type: 'STRING'; value: string }

/** A type made by CREATE TYPE: only the catalog knows what it is. */
export interface NamedType {
  base: 'NAMED'
  name: string
}

export type Properties = { name: string; value: Literal; at: At }[]

export interface ColumnDefinition {
  name: string
  type: SqlType | NamedType
  role: 'VALUE' | 'KEY' | 'PRIMARY KEY' | 'HEADERS'
  /** The header's name in HEADER('name'). */
  header: string | null
  at: At
}

export type SelectItem =
  | { kind: 'star'; source: string | null; at: At }
  | { kind: 'expression'; expression: Expression; alias: string | null; at: At }

export interface Duration {
  amount: number
  unit: DurationUnit
}

export const durationUnits = ['MILLISECOND', 'SECOND', 'MINUTE', 'HOUR', 'DAY'] as const
export type DurationUnit = (typeof durationUnits)[number]

export interface WindowClause {
  kind: 'TUMBLING' | 'HOPPING' | 'SESSION'
  /** The gap of a session window. */
  size: Duration
  advance: Duration | null
  retention: Duration | null
  grace: Duration | null
  at: At
}

export interface Join {
  type: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL'
  source: AliasedSource
  within: { before: Duration; after: Duration; grace: Duration | null } | null
  on: Expression
  at: At
}

export interface AliasedSource {
  name: string
  alias: string | null
  at: At
}

export interface Query {
  select: SelectItem[]
  from: AliasedSource
  joins: Join[]
  window: WindowClause | null
  where: Expression | null
  groupBy: Expression[] | null
  partitionBy: Expression[] | null
  having: Expression | null
  emit: 'CHANGES' | 'FINAL' | null
  limit: number | null
}

export type SourceKind = 'STREAM' | 'TABLE'

/** What SHOW can list. */
export type ShowWhat = 'STREAMS' | 'TABLES' | 'TOPICS' | 'QUERIES' | 'PROPERTIES' | 'FUNCTIONS' | 'VARIABLES' | 'TYPES'

export type StatementNode =
  | { kind: 'select'; query: Query }
  | {
      kind: 'createSource'
      source: SourceKind
      name: string
      orReplace: boolean
      ifNotExists: boolean
      isReadOnly: boolean
      columns: ColumnDefinition[]
      properties: Properties
    }
  | {
      kind: 'createAs'
      source: SourceKind
      name: string
      orReplace: boolean
      ifNotExists: boolean
      properties: Properties
      query: Query
    }
  | { kind: 'insertSelect'; target: string; properties: Properties; query: Query }
  | { kind: 'insertValues'; target: string; columns: string[] | null; values: Expression[] }
  | { kind: 'drop'; source: SourceKind; name: string; ifExists: boolean; deleteTopic: boolean }
  | { kind: 'terminate'; query: string | null }
  | { kind: 'pause'; query: string | null }
  | { kind: 'resume'; query: string | null }
  | { kind: 'show'; what: ShowWhat; isExtended: boolean; all: boolean }
  | { kind: 'describe'; name: string; isExtended: boolean }
  | { kind: 'describeAll'; source: SourceKind; isExtended: boolean }
  | { kind: 'describeFunction'; name: string }
  | { kind: 'explain'; query: string | null; statement: Statement | null }
  | { kind: 'print'; topic: string; fromBeginning: boolean; interval: number | null; limit: number | null }
  | { kind: 'set'; name: string; value: string }
  | { kind: 'unset'; name: string }
  | { kind: 'define'; name: string; value: string }
  | { kind: 'undefine'; name: string }
  | { kind: 'createType'; name: string; ifNotExists: boolean; type: SqlType | NamedType }
  | { kind: 'dropType'; name: string; ifExists: boolean }
  | { kind: 'unsupported'; what: string }

/** One statement; `text` is what was written, with its semicolon. */
export type Statement = StatementNode & { text: string; at: At }
export type StatementKind = StatementNode['kind']
export type StatementOf<K extends StatementKind> = Extract<Statement, { kind: K }>
