import type { IToken } from 'chevrotain'
import {
  decimalLiteral,
  floatLiteral,
  identifier,
  integerLiteral,
  keyword,
  nameOf,
  stringLiteral,
  symbols,
  textOf,
} from '../tokens'
import type { ArithmeticOperator, At, ComparisonOperator, Expression, Literal, When } from '../tree'
import { BaseGrammar, MeaningError } from './base'

const integerMax = 2 ** 31
const bigintMax = 2n ** 63n - 1n

/** Expressions, from OR, which binds weakest, down to what stands in brackets. */
export class ExpressionGrammar extends BaseGrammar {
  public expression = this.RULE('expression', (): Expression => {
    let left = this.SUBRULE(this.conjunction)
    this.MANY(() => {
      const at = this.at(this.CONSUME(keyword('OR')))
      const right = this.SUBRULE2(this.conjunction)
      left = { kind: 'logical', operator: 'OR', left, right, at }
    })
    return left
  })

  public conjunction = this.RULE('conjunction', (): Expression => {
    let left = this.SUBRULE(this.negation)
    this.MANY(() => {
      const at = this.at(this.CONSUME(keyword('AND')))
      const right = this.SUBRULE2(this.negation)
      left = { kind: 'logical', operator: 'AND', left, right, at }
    })
    return left
  })

  public negation = this.RULE('negation', (): Expression =>
    this.OR([
      {
        ALT: (): Expression => {
          const at = this.at(this.CONSUME(keyword('NOT')))
          return { kind: 'not', value: this.SUBRULE(this.negation), at }
        },
      },
      { ALT: () => this.SUBRULE(this.predicate) },
    ]),
  )

  public predicate = this.RULE('predicate', (): Expression => {
    const value = this.SUBRULE(this.concatenation)
    let result = value
    this.OPTION(() => {
      result = this.OR([
        { ALT: () => this.SUBRULE(this.comparisonOf, { ARGS: [value] }) },
        { ALT: () => this.SUBRULE(this.isOf, { ARGS: [value] }) },
        { ALT: () => this.SUBRULE(this.membershipOf, { ARGS: [value] }) },
      ])
    })
    return result
  })

  public comparisonOf = this.RULE('comparisonOf', (left: Expression): Expression => {
    const token = this.OR([
      { ALT: () => this.CONSUME(symbols.equal) },
      { ALT: () => this.CONSUME(symbols.notEqual) },
      { ALT: () => this.CONSUME(symbols.less) },
      { ALT: () => this.CONSUME(symbols.lessOrEqual) },
      { ALT: () => this.CONSUME(symbols.greater) },
      { ALT: () => this.CONSUME(symbols.greaterOrEqual) },
    ])
    const right = this.SUBRULE(this.concatenation)
    const operator = (token.image === '!=' ? '<>' : token.image) as ComparisonOperator
    return { kind: 'comparison', operator, left, right, at: this.at(token) }
  })

  public isOf = this.RULE('isOf', (value: Expression): Expression => {
    const at = this.at(this.CONSUME(keyword('IS')))
    const isNegated = this.flag(1, 'NOT')
    return this.OR([
      {
        ALT: (): Expression => {
          this.CONSUME(keyword('NULL'))
          return { kind: 'isNull', value, isNegated, at }
        },
      },
      {
        ALT: (): Expression => {
          this.CONSUME(keyword('DISTINCT'))
          this.CONSUME(keyword('FROM'))
          return { kind: 'distinct', left: value, right: this.SUBRULE(this.concatenation), isNegated, at }
        },
      },
    ])
  })

  public membershipOf = this.RULE('membershipOf', (value: Expression): Expression => {
    const at = this.at(this.LA(1))
    const isNegated = this.flag(1, 'NOT')
    return this.OR([
      {
        ALT: (): Expression => {
          this.CONSUME(keyword('BETWEEN'))
          const low = this.SUBRULE(this.concatenation)
          this.CONSUME2(keyword('AND'))
          return { kind: 'between', value, low, high: this.SUBRULE2(this.concatenation), isNegated, at }
        },
      },
      {
        ALT: (): Expression => {
          this.CONSUME3(keyword('IN'))
          const list: Expression[] = []
          this.CONSUME(symbols.open)
          this.AT_LEAST_ONE_SEP({ SEP: symbols.comma, DEF: () => list.push(this.SUBRULE(this.expression)) })
          this.CONSUME(symbols.close)
          return { kind: 'in', value, list, isNegated, at }
        },
      },
      {
        ALT: (): Expression => {
          this.CONSUME4(keyword('LIKE'))
          const pattern = this.SUBRULE3(this.concatenation)
          const escape = this.OPTION(() => {
            this.CONSUME5(keyword('ESCAPE'))
            return textOf(this.CONSUME(stringLiteral))
          })
          return { kind: 'like', value, pattern, escape: escape ?? null, isNegated, at }
        },
      },
    ])
  })

  public concatenation = this.RULE('concatenation', (): Expression => {
    let left = this.SUBRULE(this.sum)
    this.MANY(() => {
      const at = this.at(this.CONSUME(symbols.concat))
      left = { kind: 'arithmetic', operator: '||', left, right: this.SUBRULE2(this.sum), at }
    })
    return left
  })

  public sum = this.RULE('sum', (): Expression => {
    let left = this.SUBRULE(this.product)
    this.MANY(() => {
      const token = this.OR([{ ALT: () => this.CONSUME(symbols.plus) }, { ALT: () => this.CONSUME(symbols.minus) }])
      left = this.arithmetic(token, left, this.SUBRULE2(this.product))
    })
    return left
  })

  public product = this.RULE('product', (): Expression => {
    let left = this.SUBRULE(this.unary)
    this.MANY(() => {
      const token = this.OR([
        { ALT: () => this.CONSUME(symbols.star) },
        { ALT: () => this.CONSUME(symbols.slash) },
        { ALT: () => this.CONSUME(symbols.percent) },
      ])
      left = this.arithmetic(token, left, this.SUBRULE2(this.unary))
    })
    return left
  })

  private arithmetic(token: IToken, left: Expression, right: Expression): Expression {
    return { kind: 'arithmetic', operator: token.image as ArithmeticOperator, left, right, at: this.at(token) }
  }

  public unary = this.RULE('unary', (): Expression =>
    this.OR([
      {
        ALT: (): Expression => {
          const at = this.at(this.CONSUME(symbols.minus))
          const value = this.SUBRULE(this.unary)
          return this.ACTION(() => negated(value, at))
        },
      },
      {
        ALT: () => {
          this.CONSUME(symbols.plus)
          return this.SUBRULE2(this.unary)
        },
      },
      { ALT: () => this.SUBRULE(this.postfix) },
    ]),
  )

  public postfix = this.RULE('postfix', (): Expression => {
    let value = this.SUBRULE(this.primary)
    this.MANY(() => {
      value = this.OR([
        {
          ALT: (): Expression => {
            const at = this.at(this.CONSUME(symbols.openBracket))
            const index = this.SUBRULE(this.concatenation)
            this.CONSUME(symbols.closeBracket)
            return { kind: 'subscript', value, index, at }
          },
        },
        {
          ALT: (): Expression => {
            const at = this.at(this.CONSUME(symbols.arrow))
            return { kind: 'field', value, name: this.SUBRULE(this.identifier), at }
          },
        },
      ])
    })
    return value
  })

  public primary = this.RULE('primary', (): Expression =>
    this.OR([
      { ALT: () => this.SUBRULE(this.literalExpression) },
      { ALT: () => this.SUBRULE(this.caseExpression) },
      { ALT: () => this.SUBRULE(this.castExpression) },
      {
        GATE: () => this.isNext(1, keyword('ARRAY')) && this.isNext(2, symbols.openBracket),
        ALT: () => this.SUBRULE(this.arrayExpression),
      },
      {
        GATE: () => this.isNext(1, keyword('MAP')) && this.isNext(2, symbols.open),
        ALT: () => this.SUBRULE(this.mapExpression),
      },
      {
        GATE: () => this.isNext(1, keyword('STRUCT')) && this.isNext(2, symbols.open),
        ALT: () => this.SUBRULE(this.structExpression),
      },
      { ALT: () => this.SUBRULE(this.named), IGNORE_AMBIGUITIES: true },
      {
        ALT: () => {
          this.CONSUME(symbols.open)
          const value = this.SUBRULE(this.expression)
          this.CONSUME(symbols.close)
          return value
        },
      },
    ]),
  )

  /** A column, a column of a named source, or a call. */
  public named = this.RULE('named', (): Expression => {
    const token = this.CONSUME(identifier)
    const at = this.at(token)
    const name = nameOf(token)
    let result: Expression = { kind: 'column', source: null, name, at }
    this.OPTION(() => {
      result = this.OR([
        {
          ALT: (): Expression => {
            this.CONSUME(symbols.dot)
            return { kind: 'column', source: name, name: this.SUBRULE(this.identifier), at }
          },
        },
        { ALT: () => this.SUBRULE(this.callOf, { ARGS: [name, at] }) },
      ])
    })
    return result
  })

  public callOf = this.RULE('callOf', (name: string, at: At): Expression => {
    this.CONSUME(symbols.open)
    const items: Expression[] = []
    let star = false
    this.OPTION(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(symbols.star)
            star = true
          },
        },
        {
          ALT: () => {
            this.AT_LEAST_ONE_SEP({ SEP: symbols.comma, DEF: () => items.push(this.SUBRULE(this.argument)) })
          },
        },
      ])
    })
    this.CONSUME(symbols.close)
    return { kind: 'call', name, star, arguments: items, at }
  })

  public argument = this.RULE('argument', (): Expression =>
    this.OR([
      { GATE: () => this.isLambda(), ALT: () => this.SUBRULE(this.lambda) },
      { ALT: () => this.SUBRULE(this.expression), IGNORE_AMBIGUITIES: true },
    ]),
  )

  public lambda = this.RULE('lambda', (): Expression => {
    const at = this.at(this.LA(1))
    const parameters: string[] = []
    this.OR([
      { ALT: () => parameters.push(this.SUBRULE(this.identifier)) },
      {
        ALT: () => {
          this.CONSUME(symbols.open)
          this.AT_LEAST_ONE_SEP({ SEP: symbols.comma, DEF: () => parameters.push(this.SUBRULE2(this.identifier)) })
          this.CONSUME(symbols.close)
        },
      },
    ])
    this.CONSUME(symbols.lambda)
    return { kind: 'lambda', parameters, body: this.SUBRULE(this.expression), at }
  })

  /** `x =>` or `(x, y) =>`. */
  private isLambda(): boolean {
    if (this.isNext(2, symbols.lambda)) return true
    if (!this.isNext(1, symbols.open)) return false
    let offset = 3
    while (this.isNext(offset, symbols.comma)) offset += 2
    return this.isNext(offset, symbols.close) && this.isNext(offset + 1, symbols.lambda)
  }

  public caseExpression = this.RULE('caseExpression', (): Expression => {
    const at = this.at(this.CONSUME(keyword('CASE')))
    const operand = this.OPTION(() => this.SUBRULE(this.concatenation)) ?? null
    const whens: When[] = []
    this.AT_LEAST_ONE(() => {
      this.CONSUME(keyword('WHEN'))
      const when = this.SUBRULE(this.expression)
      this.CONSUME(keyword('THEN'))
      whens.push({ when, then: this.SUBRULE2(this.expression) })
    })
    const otherwise = this.OPTION2(() => {
      this.CONSUME(keyword('ELSE'))
      return this.SUBRULE3(this.expression)
    })
    this.CONSUME(keyword('END'))
    return { kind: 'case', operand, whens, otherwise: otherwise ?? null, at }
  })

  public castExpression = this.RULE('castExpression', (): Expression => {
    const at = this.at(this.CONSUME(keyword('CAST')))
    this.CONSUME(symbols.open)
    const value = this.SUBRULE(this.expression)
    this.CONSUME(keyword('AS'))
    const type = this.SUBRULE(this.type)
    this.CONSUME(symbols.close)
    return { kind: 'cast', value, type, at }
  })

  public arrayExpression = this.RULE('arrayExpression', (): Expression => {
    const at = this.at(this.CONSUME(keyword('ARRAY')))
    const items: Expression[] = []
    this.CONSUME(symbols.openBracket)
    this.MANY_SEP({ SEP: symbols.comma, DEF: () => items.push(this.SUBRULE(this.expression)) })
    this.CONSUME(symbols.closeBracket)
    return { kind: 'array', items, at }
  })

  public mapExpression = this.RULE('mapExpression', (): Expression => {
    const at = this.at(this.CONSUME(keyword('MAP')))
    const entries: { key: Expression; value: Expression }[] = []
    this.CONSUME(symbols.open)
    this.MANY_SEP({
      SEP: symbols.comma,
      DEF: () => {
        const key = this.SUBRULE(this.expression)
        this.CONSUME(symbols.assign)
        entries.push({ key, value: this.SUBRULE2(this.expression) })
      },
    })
    this.CONSUME(symbols.close)
    return { kind: 'map', entries, at }
  })

  public structExpression = this.RULE('structExpression', (): Expression => {
    const at = this.at(this.CONSUME(keyword('STRUCT')))
    const fields: { name: string; value: Expression }[] = []
    this.CONSUME(symbols.open)
    this.MANY_SEP({
      SEP: symbols.comma,
      DEF: () => {
        const name = this.SUBRULE(this.identifier)
        this.CONSUME(symbols.assign)
        fields.push({ name, value: this.SUBRULE(this.expression) })
      },
    })
    this.CONSUME(symbols.close)
    return { kind: 'struct', fields, at }
  })

  public literalExpression = this.RULE('literalExpression', (): Expression => {
    const at = this.at(this.LA(1))
    return { kind: 'literal', value: this.SUBRULE(this.unsignedLiteral), at }
  })

  /** A literal as property values may be: numbers with a sign, too. */
  public literal = this.RULE('literal', (): Literal => {
    const at = this.at(this.LA(1))
    const isNegative = this.OPTION(() => this.CONSUME(symbols.minus)) !== undefined
    const value = this.SUBRULE(this.unsignedLiteral)
    return this.ACTION(() => {
      const literal = isNegative ? negated({ kind: 'literal', value, at }, at) : null
      return literal?.kind === 'literal' ? literal.value : value
    })
  })

  public unsignedLiteral = this.RULE('unsignedLiteral', (): Literal =>
    this.OR<Literal>([
      { ALT: () => (this.CONSUME(keyword('NULL')), { type: 'NULL', value: null }) },
      { ALT: () => (this.CONSUME(keyword('TRUE')), { type: 'BOOLEAN', value: true }) },
      { ALT: () => (this.CONSUME(keyword('FALSE')), { type: 'BOOLEAN', value: false }) },
      { ALT: () => ({ type: 'STRING', value: textOf(this.CONSUME(stringLiteral)) }) },
      { ALT: () => ({ type: 'DOUBLE', value: Number(this.CONSUME(decimalLiteral).image) }) },
      { ALT: () => ({ type: 'DOUBLE', value: Number(this.CONSUME(floatLiteral).image) }) },
      {
        ALT: () => {
          const token = this.CONSUME(integerLiteral)
          return this.ACTION(() => wholeNumber(token, this.at(token)))
        },
      },
    ]),
  )
}

function wholeNumber(token: IToken, at: At): Literal {
  const value = BigInt(token.image)
  if (value < integerMax) return { type: 'INTEGER', value: Number(value) }
  if (value > bigintMax) throw new MeaningError(`Invalid numeric literal: ${token.image}`, at)
  return { type: 'BIGINT', value: value <= Number.MAX_SAFE_INTEGER ? Number(value) : value }
}

/** A minus before a number belongs to the number. */
function negated(value: Expression, at: At): Expression {
  if (value.kind !== 'literal') return { kind: 'negate', value, at }
  const { type, value: number } = value.value
  if (type !== 'INTEGER' && type !== 'BIGINT' && type !== 'DOUBLE') return { kind: 'negate', value, at }
  if (type === 'BIGINT') return { kind: 'literal', value: { type, value: -number }, at }
  return { kind: 'literal', value: { type, value: -(number as number) }, at }
}
