import { identifier, keyword, symbols } from '../tokens'
import type { AliasedSource, At, Duration, Expression, Join, Query, SelectItem, WindowClause } from '../tree'
import { ExpressionGrammar } from './expression'

/** SELECT and its clauses. */
export class QueryGrammar extends ExpressionGrammar {
  public query = this.RULE('query', (): Query => {
    const select: SelectItem[] = []
    const joins: Join[] = []
    this.CONSUME(keyword('SELECT'))
    this.AT_LEAST_ONE_SEP({ SEP: symbols.comma, DEF: () => select.push(this.SUBRULE(this.selectItem)) })
    this.CONSUME(keyword('FROM'))
    const from = this.SUBRULE(this.aliasedSource)
    this.MANY(() => joins.push(this.SUBRULE(this.join)))
    const window = this.OPTION(() => this.SUBRULE(this.windowClause)) ?? null
    const where = this.OPTION2(() => {
      this.CONSUME(keyword('WHERE'))
      return this.SUBRULE(this.expression)
    })
    let groupBy: Expression[] | null = null
    let partitionBy: Expression[] | null = null
    this.MANY2(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(keyword('GROUP'))
            this.CONSUME(keyword('BY'))
            groupBy = this.SUBRULE(this.expressions)
          },
        },
        {
          ALT: () => {
            this.CONSUME(keyword('PARTITION'))
            this.CONSUME2(keyword('BY'))
            partitionBy = this.SUBRULE2(this.expressions)
          },
        },
      ])
    })
    const having = this.OPTION3(() => {
      this.CONSUME(keyword('HAVING'))
      return this.SUBRULE2(this.expression)
    })
    const emit = this.OPTION4(() => {
      this.CONSUME(keyword('EMIT'))
      return this.OR2([
        { ALT: () => (this.CONSUME(keyword('CHANGES')), 'CHANGES' as const) },
        { ALT: () => (this.CONSUME(keyword('FINAL')), 'FINAL' as const) },
      ])
    })
    const limit = this.OPTION5(() => this.SUBRULE(this.limit)) ?? null
    return {
      select,
      from,
      joins,
      window,
      where: where ?? null,
      groupBy,
      partitionBy,
      having: having ?? null,
      emit: emit ?? null,
      limit,
    }
  })

  public limit = this.RULE('limit', (): number => {
    this.CONSUME(keyword('LIMIT'))
    return this.SUBRULE(this.number)
  })

  /** With or without brackets around; brackets may also belong to the first expression. */
  public expressions = this.RULE('expressions', (): Expression[] => {
    const items: Expression[] = []
    this.OR([
      {
        GATE: () => this.isBracketedList(),
        ALT: () => {
          this.CONSUME(symbols.open)
          this.MANY_SEP({ SEP: symbols.comma, DEF: () => items.push(this.SUBRULE(this.expression)) })
          this.CONSUME(symbols.close)
        },
      },
      {
        ALT: () => {
          this.AT_LEAST_ONE_SEP({ SEP: symbols.comma, DEF: () => items.push(this.SUBRULE2(this.expression)) })
        },
        IGNORE_AMBIGUITIES: true,
      },
    ])
    return items
  })

  /** Whether the bracket that opens here encloses `()` or a list with a comma in it. */
  private isBracketedList(): boolean {
    if (!this.isNext(1, symbols.open)) return false
    if (this.isNext(2, symbols.close)) return true
    let depth = 0
    for (let offset = 1; this.LA(offset).image !== ''; offset++) {
      if (this.isNext(offset, symbols.open)) depth++
      else if (this.isNext(offset, symbols.close) && --depth === 0) return false
      else if (depth === 1 && this.isNext(offset, symbols.comma)) return true
    }
    return false
  }

  public selectItem = this.RULE('selectItem', (): SelectItem => {
    const at = this.at(this.LA(1))
    return this.OR([
      {
        ALT: (): SelectItem => {
          this.CONSUME(symbols.star)
          return { kind: 'star', source: null, at }
        },
      },
      {
        GATE: () => this.isNext(2, symbols.dot) && this.isNext(3, symbols.star),
        ALT: (): SelectItem => {
          const source = this.SUBRULE(this.identifier)
          this.CONSUME(symbols.dot)
          this.CONSUME2(symbols.star)
          return { kind: 'star', source, at }
        },
      },
      {
        ALT: (): SelectItem => {
          const expression = this.SUBRULE(this.expression)
          const alias = this.SUBRULE(this.alias)
          return { kind: 'expression', expression, alias, at }
        },
        IGNORE_AMBIGUITIES: true,
      },
    ])
  })

  /** `AS name`, `name`, or nothing. Words that begin a clause are no alias unless AS stands before them. */
  public alias = this.RULE('alias', (): string | null => {
    const alias = this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(keyword('AS'))
            return this.SUBRULE(this.identifier)
          },
        },
        { ALT: () => this.SUBRULE2(this.identifier) },
      ]),
    )
    return alias ?? null
  })

  public aliasedSource = this.RULE('aliasedSource', (): AliasedSource => {
    const at = this.at(this.LA(1))
    const name = this.SUBRULE(this.identifier)
    const alias = this.OPTION({
      GATE: () => !this.beginsClause(),
      DEF: () => this.SUBRULE(this.alias),
    })
    return { name, alias: alias ?? null, at }
  })

  private beginsClause(): boolean {
    return (
      (this.isNext(1, keyword('EMIT')) && (this.isNext(2, keyword('CHANGES')) || this.isNext(2, keyword('FINAL')))) ||
      (this.isNext(1, keyword('PARTITION')) && this.isNext(2, keyword('BY')))
    )
  }

  public join = this.RULE('join', (): Join => {
    const at = this.at(this.LA(1))
    const type = this.OPTION(() =>
      this.OR<Join['type']>([
        { ALT: () => (this.CONSUME(keyword('INNER')), 'INNER') },
        { ALT: () => (this.CONSUME(keyword('LEFT')), 'LEFT') },
        { ALT: () => (this.CONSUME(keyword('RIGHT')), 'RIGHT') },
        { ALT: () => (this.CONSUME(keyword('FULL')), 'FULL') },
      ]),
    )
    this.OPTION2(() => this.CONSUME(keyword('OUTER')))
    this.CONSUME(keyword('JOIN'))
    const source = this.SUBRULE(this.aliasedSource)
    const within = this.OPTION3(() => this.SUBRULE(this.within)) ?? null
    this.CONSUME(keyword('ON'))
    return { type: type ?? 'INNER', source, within, on: this.SUBRULE(this.expression), at }
  })

  public within = this.RULE('within', (): { before: Duration; after: Duration; grace: Duration | null } => {
    this.CONSUME(keyword('WITHIN'))
    const size = this.OR([
      {
        ALT: () => {
          this.CONSUME(symbols.open)
          const before = this.SUBRULE(this.duration)
          this.CONSUME(symbols.comma)
          const after = this.SUBRULE2(this.duration)
          this.CONSUME(symbols.close)
          return { before, after }
        },
      },
      {
        ALT: () => {
          const both = this.SUBRULE3(this.duration)
          return { before: both, after: both }
        },
      },
    ])
    const grace = this.OPTION(() => this.SUBRULE(this.grace)) ?? null
    return this.ACTION(() => ({ ...size, grace }))
  })

  public grace = this.RULE('grace', (): Duration => {
    this.CONSUME(keyword('GRACE'))
    this.CONSUME(keyword('PERIOD'))
    return this.SUBRULE(this.duration)
  })

  public windowClause = this.RULE('windowClause', (): WindowClause => {
    this.CONSUME(keyword('WINDOW'))
    // A name before the kind was allowed once and has never meant anything.
    this.OPTION({
      GATE: () => !this.isNext(2, symbols.open),
      DEF: () => this.CONSUME(identifier),
    })
    const at = this.at(this.LA(1))
    const window = this.OR([
      { ALT: () => this.SUBRULE(this.tumbling, { ARGS: [at] }) },
      { ALT: () => this.SUBRULE(this.hopping, { ARGS: [at] }) },
      { ALT: () => this.SUBRULE(this.session, { ARGS: [at] }) },
    ])
    return window
  })

  public tumbling = this.RULE('tumbling', (at: At): WindowClause => {
    this.CONSUME(keyword('TUMBLING'))
    this.CONSUME(symbols.open)
    this.CONSUME(keyword('SIZE'))
    const size = this.SUBRULE(this.duration)
    const rest = this.SUBRULE(this.windowRest)
    return this.ACTION(() => ({ kind: 'TUMBLING', size, advance: null, ...rest, at }))
  })

  public hopping = this.RULE('hopping', (at: At): WindowClause => {
    this.CONSUME(keyword('HOPPING'))
    this.CONSUME(symbols.open)
    this.CONSUME(keyword('SIZE'))
    const size = this.SUBRULE(this.duration)
    this.CONSUME(symbols.comma)
    this.CONSUME(keyword('ADVANCE'))
    this.CONSUME(keyword('BY'))
    const advance = this.SUBRULE2(this.duration)
    const rest = this.SUBRULE(this.windowRest)
    return this.ACTION(() => ({ kind: 'HOPPING', size, advance, ...rest, at }))
  })

  public session = this.RULE('session', (at: At): WindowClause => {
    this.CONSUME(keyword('SESSION'))
    this.CONSUME(symbols.open)
    const size = this.SUBRULE(this.duration)
    const rest = this.SUBRULE(this.windowRest)
    return this.ACTION(() => ({ kind: 'SESSION', size, advance: null, ...rest, at }))
  })

  public windowRest = this.RULE('windowRest', (): { retention: Duration | null; grace: Duration | null } => {
    let retention: Duration | null = null
    let grace: Duration | null = null
    this.MANY(() => {
      this.CONSUME(symbols.comma)
      this.OR([
        {
          ALT: () => {
            this.CONSUME(keyword('RETENTION'))
            retention = this.SUBRULE(this.duration)
          },
        },
        {
          ALT: () => {
            grace = this.SUBRULE(this.grace)
          },
        },
      ])
    })
    this.CONSUME(symbols.close)
    return { retention, grace }
  })
}
