import { stringLiteral, identifier, keyword, symbols, textOf } from '../tokens'
import type { ColumnDefinition, Expression, Properties, ShowWhat, SourceKind, Statement, StatementNode } from '../tree'
import { MeaningError } from './base'
import { QueryGrammar } from './query'

const listed: ShowWhat[] = ['STREAMS', 'TABLES', 'TOPICS', 'QUERIES', 'PROPERTIES', 'FUNCTIONS', 'VARIABLES', 'TYPES']

/** Statements that the grammar knows by their first words and that the planner refuses by these names. */
const unsupported = { CONNECTOR: 'connector statements', ALTER: 'ALTER', ASSERT: 'ASSERT', RUN: 'RUN SCRIPT' }

/** Whole statements, without their semicolon. */
export class StatementGrammar extends QueryGrammar {
  constructor(isChecked = false) {
    super(isChecked)
    this.performSelfAnalysis()
  }

  public statement = this.RULE('statement', (): StatementNode =>
    this.OR<StatementNode>([
      { ALT: () => ({ kind: 'select', query: this.SUBRULE(this.query) }) },
      { ALT: () => this.SUBRULE(this.create) },
      { ALT: () => this.SUBRULE(this.insert) },
      { ALT: () => this.SUBRULE(this.drop) },
      { ALT: () => this.SUBRULE(this.show) },
      { ALT: () => this.SUBRULE(this.describe) },
      { ALT: () => this.SUBRULE(this.explain) },
      { ALT: () => this.SUBRULE(this.print) },
      { ALT: () => this.SUBRULE(this.settings) },
      { ALT: () => this.SUBRULE(this.control) },
      { ALT: () => this.SUBRULE(this.otherStatement) },
    ]),
  )

  public create = this.RULE('create', (): StatementNode => {
    this.CONSUME(keyword('CREATE'))
    const orReplace = this.flag(1, 'OR', 'REPLACE')
    let isReadOnly = false
    return this.OR<StatementNode>([
      {
        GATE: () => !this.isConnector(),
        ALT: () => {
          isReadOnly = this.flag(2, 'SOURCE')
          const source = this.SUBRULE(this.sourceKind)
          return this.SUBRULE(this.createSource, { ARGS: [source, orReplace, isReadOnly] })
        },
        IGNORE_AMBIGUITIES: true,
      },
      { ALT: () => this.SUBRULE(this.createType) },
      {
        ALT: (): StatementNode => {
          this.OPTION(() =>
            this.OR2([{ ALT: () => this.CONSUME2(keyword('SOURCE')) }, { ALT: () => this.CONSUME2(keyword('SINK')) }]),
          )
          this.CONSUME(keyword('CONNECTOR'))
          this.SUBRULE(this.anything)
          return { kind: 'unsupported', what: unsupported.CONNECTOR }
        },
      },
    ])
  })

  private isConnector(): boolean {
    return this.isNext(1, keyword('CONNECTOR')) || this.isNext(2, keyword('CONNECTOR'))
  }

  public sourceKind = this.RULE('sourceKind', (): SourceKind =>
    this.OR<SourceKind>([
      { ALT: () => (this.CONSUME(keyword('STREAM')), 'STREAM') },
      { ALT: () => (this.CONSUME(keyword('TABLE')), 'TABLE') },
    ]),
  )

  public createSource = this.RULE(
    'createSource',
    (source: SourceKind, orReplace: boolean, isReadOnly: boolean): StatementNode => {
      const ifNotExists = this.flag(1, 'IF', 'NOT', 'EXISTS')
      const name = this.SUBRULE(this.identifier)
      const columns: ColumnDefinition[] = []
      let properties: Properties = []
      this.OPTION(() => {
        this.CONSUME(symbols.open)
        this.AT_LEAST_ONE_SEP({ SEP: symbols.comma, DEF: () => columns.push(this.SUBRULE(this.column)) })
        this.CONSUME(symbols.close)
      })
      this.OPTION2(() => {
        properties = this.SUBRULE(this.properties)
      })
      const query = this.OPTION3(() => {
        this.CONSUME(keyword('AS'))
        return this.SUBRULE(this.query)
      })
      const common = { source, name, orReplace, ifNotExists, properties }
      if (!query) return { kind: 'createSource', ...common, isReadOnly, columns }
      return this.ACTION(() => {
        const first = columns[0]
        if (first) throw new MeaningError('CREATE … AS SELECT takes its columns from the query', first.at)
        return { kind: 'createAs', ...common, query }
      })
    },
  )

  public column = this.RULE('column', (): ColumnDefinition => {
    const at = this.at(this.LA(1))
    const name = this.SUBRULE(this.identifier)
    const type = this.SUBRULE(this.type)
    let role: ColumnDefinition['role'] = 'VALUE'
    let header: string | null = null
    this.OPTION(() => {
      role = this.OR<ColumnDefinition['role']>([
        { ALT: () => (this.CONSUME(keyword('KEY')), 'KEY') },
        { ALT: () => (this.CONSUME(keyword('PRIMARY')), this.CONSUME2(keyword('KEY')), 'PRIMARY KEY') },
        { ALT: () => (this.CONSUME(keyword('HEADERS')), 'HEADERS') },
        {
          ALT: () => {
            this.CONSUME(keyword('HEADER'))
            this.CONSUME(symbols.open)
            header = textOf(this.CONSUME(stringLiteral))
            this.CONSUME(symbols.close)
            return 'HEADERS'
          },
        },
      ])
    })
    return { name, type, role, header, at }
  })

  public properties = this.RULE('properties', (): Properties => {
    const properties: Properties = []
    this.CONSUME(keyword('WITH'))
    this.CONSUME(symbols.open)
    this.AT_LEAST_ONE_SEP({
      SEP: symbols.comma,
      DEF: () => {
        const at = this.at(this.LA(1))
        const name = this.SUBRULE(this.propertyName)
        this.CONSUME(symbols.equal)
        properties.push({ name, value: this.SUBRULE(this.literal), at })
      },
    })
    this.CONSUME(symbols.close)
    return properties
  })

  public propertyName = this.RULE('propertyName', (): string =>
    this.OR([
      {
        ALT: () =>
          this.CONSUME(identifier)
            .image.replace(/^[`"](.*)[`"]$/, '$1')
            .toUpperCase(),
      },
      { ALT: () => textOf(this.CONSUME(stringLiteral)).toUpperCase() },
    ]),
  )

  public createType = this.RULE('createType', (): StatementNode => {
    this.CONSUME(keyword('TYPE'))
    const ifNotExists = this.flag(1, 'IF', 'NOT', 'EXISTS')
    const name = this.SUBRULE(this.identifier)
    this.CONSUME(keyword('AS'))
    return { kind: 'createType', name, ifNotExists, type: this.SUBRULE(this.type) }
  })

  public insert = this.RULE('insert', (): StatementNode => {
    this.CONSUME(keyword('INSERT'))
    this.CONSUME(keyword('INTO'))
    const target = this.SUBRULE(this.identifier)
    let properties: Properties = []
    let columns: string[] | null = null
    return this.OR<StatementNode>([
      {
        ALT: () => {
          this.OPTION(() => {
            properties = this.SUBRULE(this.properties)
          })
          return { kind: 'insertSelect', target, properties, query: this.SUBRULE(this.query) }
        },
      },
      {
        ALT: () => {
          this.OPTION2(() => {
            columns = this.SUBRULE(this.names)
          })
          this.CONSUME(keyword('VALUES'))
          const values: Expression[] = []
          this.CONSUME(symbols.open)
          this.MANY_SEP({ SEP: symbols.comma, DEF: () => values.push(this.SUBRULE(this.expression)) })
          this.CONSUME(symbols.close)
          return { kind: 'insertValues', target, columns, values }
        },
      },
    ])
  })

  public names = this.RULE('names', (): string[] => {
    const names: string[] = []
    this.CONSUME(symbols.open)
    this.AT_LEAST_ONE_SEP({ SEP: symbols.comma, DEF: () => names.push(this.SUBRULE(this.identifier)) })
    this.CONSUME(symbols.close)
    return names
  })

  public drop = this.RULE('drop', (): StatementNode => {
    this.CONSUME(keyword('DROP'))
    return this.OR<StatementNode>([
      {
        ALT: () => {
          const source = this.SUBRULE(this.sourceKind)
          const ifExists = this.flag(1, 'IF', 'EXISTS')
          const name = this.SUBRULE(this.identifier)
          return { kind: 'drop', source, name, ifExists, deleteTopic: this.flag(2, 'DELETE', 'TOPIC') }
        },
      },
      {
        ALT: () => {
          this.CONSUME(keyword('TYPE'))
          const ifExists = this.flag(3, 'IF', 'EXISTS')
          return { kind: 'dropType', ifExists, name: this.SUBRULE2(this.identifier) }
        },
      },
      {
        ALT: () => {
          this.CONSUME(keyword('CONNECTOR'))
          this.SUBRULE(this.anything)
          return { kind: 'unsupported', what: unsupported.CONNECTOR }
        },
      },
    ])
  })

  public show = this.RULE('show', (): StatementNode => {
    this.OR([{ ALT: () => this.CONSUME(keyword('SHOW')) }, { ALT: () => this.CONSUME(keyword('LIST')) }])
    const all = this.flag(1, 'ALL')
    return this.OR2<StatementNode>([
      ...listed.map(what => ({
        ALT: (): StatementNode => {
          this.consume(100, keyword(what))
          return {
            kind: 'show',
            what,
            all,
            isExtended:
              this.option(100 + listed.indexOf(what), () => {
                this.consume(100 + listed.indexOf(what), keyword('EXTENDED'))
                return true
              }) === true,
          }
        },
      })),
      {
        ALT: (): StatementNode => {
          this.OPTION(() =>
            this.OR3([{ ALT: () => this.CONSUME(keyword('SOURCE')) }, { ALT: () => this.CONSUME(keyword('SINK')) }]),
          )
          this.OR4([
            { ALT: () => this.CONSUME(keyword('CONNECTOR')) },
            { ALT: () => this.CONSUME(keyword('CONNECTORS')) },
          ])
          this.SUBRULE(this.anything)
          return { kind: 'unsupported', what: unsupported.CONNECTOR }
        },
      },
    ])
  })

  public describe = this.RULE('describe', (): StatementNode => {
    this.CONSUME(keyword('DESCRIBE'))
    return this.OR<StatementNode>([
      {
        GATE: () => this.isNext(1, keyword('FUNCTION')) && this.LA(2).image !== '',
        ALT: () => {
          this.CONSUME(keyword('FUNCTION'))
          return { kind: 'describeFunction', name: this.SUBRULE(this.identifier) }
        },
      },
      {
        GATE: () => this.isNext(1, keyword('STREAMS')) || this.isNext(1, keyword('TABLES')),
        ALT: () => {
          const source = this.OR2<SourceKind>([
            { ALT: () => (this.CONSUME(keyword('STREAMS')), 'STREAM') },
            { ALT: () => (this.CONSUME(keyword('TABLES')), 'TABLE') },
          ])
          return { kind: 'describeAll', source, isExtended: this.flag(1, 'EXTENDED') }
        },
      },
      {
        // KSQL 5.x wrote EXTENDED before the name.
        ALT: () => {
          const isBefore = this.flag(2, 'EXTENDED')
          const name = this.SUBRULE2(this.identifier)
          return { kind: 'describe', name, isExtended: this.flag(3, 'EXTENDED') || isBefore }
        },
        IGNORE_AMBIGUITIES: true,
      },
    ])
  })

  public explain = this.RULE('explain', (): StatementNode => {
    this.CONSUME(keyword('EXPLAIN'))
    return this.OR<StatementNode>([
      {
        GATE: () => this.LA(2).image === '',
        ALT: () => ({ kind: 'explain', query: this.SUBRULE(this.identifier), statement: null }),
      },
      {
        ALT: () => {
          const at = this.at(this.LA(1))
          const node = this.SUBRULE(this.statement)
          return {
            kind: 'explain',
            query: null,
            statement: this.ACTION(() => ({ ...node, text: '', at }) as Statement),
          }
        },
        IGNORE_AMBIGUITIES: true,
      },
    ])
  })

  public print = this.RULE('print', (): StatementNode => {
    this.CONSUME(keyword('PRINT'))
    const topic = this.OR([
      { ALT: () => textOf(this.CONSUME(stringLiteral)) },
      { ALT: () => this.topicName(this.CONSUME(identifier).image) },
    ])
    const fromBeginning = this.flag(1, 'FROM', 'BEGINNING')
    const interval = this.OPTION(() => {
      this.OR2([{ ALT: () => this.CONSUME(keyword('INTERVAL')) }, { ALT: () => this.CONSUME(keyword('SAMPLE')) }])
      return this.SUBRULE(this.number)
    })
    const limit = this.OPTION2(() => this.SUBRULE(this.limit))
    return { kind: 'print', topic, fromBeginning, interval: interval ?? null, limit: limit ?? null }
  })

  /** A topic's name keeps its case even without quotes. */
  private topicName(image: string): string {
    return /^[`"]/.test(image) ? image.slice(1, -1) : image
  }

  public settings = this.RULE('settings', (): StatementNode =>
    this.OR<StatementNode>([
      {
        ALT: () => {
          this.CONSUME(keyword('SET'))
          const name = textOf(this.CONSUME(stringLiteral))
          this.CONSUME(symbols.equal)
          return { kind: 'set', name, value: textOf(this.CONSUME2(stringLiteral)) }
        },
      },
      {
        ALT: () => {
          this.CONSUME(keyword('UNSET'))
          return { kind: 'unset', name: textOf(this.CONSUME3(stringLiteral)) }
        },
      },
      {
        ALT: () => {
          this.CONSUME(keyword('DEFINE'))
          const name = this.CONSUME(identifier).image
          this.CONSUME2(symbols.equal)
          return { kind: 'define', name, value: textOf(this.CONSUME4(stringLiteral)) }
        },
      },
      {
        ALT: () => {
          this.CONSUME(keyword('UNDEFINE'))
          return { kind: 'undefine', name: this.CONSUME2(identifier).image }
        },
      },
    ]),
  )

  /** TERMINATE, PAUSE and RESUME, of one query or of ALL. */
  public control = this.RULE('control', (): StatementNode => {
    const kind = this.OR<'terminate' | 'pause' | 'resume'>([
      { ALT: () => (this.CONSUME(keyword('TERMINATE')), 'terminate') },
      { ALT: () => (this.CONSUME(keyword('PAUSE')), 'pause') },
      { ALT: () => (this.CONSUME(keyword('RESUME')), 'resume') },
    ])
    const query = this.OR2<string | null>([
      { ALT: () => (this.CONSUME(keyword('ALL')), null) },
      {
        ALT: () => {
          // KSQL 5.0 wrote TERMINATE QUERY id; QUERY is an identifier like any other here.
          const first = this.SUBRULE(this.identifier)
          const second = this.OPTION(() => this.SUBRULE2(this.identifier))
          return first === 'QUERY' && second ? second : first
        },
      },
    ])
    return { kind, query }
  })

  public otherStatement = this.RULE('otherStatement', (): StatementNode => {
    const token = this.OR([
      { ALT: () => this.CONSUME(keyword('ALTER')) },
      { ALT: () => this.CONSUME(keyword('ASSERT')) },
      { ALT: () => this.CONSUME(keyword('RUN')) },
    ])
    this.SUBRULE(this.anything)
    return this.ACTION(() => ({ kind: 'unsupported', what: unsupported[token.image.toUpperCase() as 'ALTER'] }))
  })

  /** Tokens that are read over, of a statement that the planner refuses by name. */
  public anything = this.RULE('anything', (): void => {
    this.ACTION(() => {
      while (this.LA(1).image !== '') this.SKIP_TOKEN()
    })
  })
}
