import { EmbeddedActionsParser, type IToken, type TokenType } from 'chevrotain'
import { simpleType, type SqlType } from '../types'
import { identifier, integerLiteral, keyword, nameOf, symbols, vocabulary } from '../tokens'
import { durationUnits, type At, type Duration, type DurationUnit, type NamedType } from '../tree'

/** A number that the text has but that makes no sense there; the parser reports it where it stands. */
export class MeaningError extends Error {
  readonly at: At
  constructor(message: string, at: At) {
    super(message)
    this.at = at
  }
}

/** What all parts of the grammar share: identifiers, types, durations. */
export class BaseGrammar extends EmbeddedActionsParser {
  /** @param isChecked whether the grammar itself is checked for ambiguities, which a test does and a start need not */
  constructor(isChecked: boolean) {
    // Two tokens decide everywhere but where a rule looks further ahead by itself.
    super(vocabulary, { maxLookahead: 2, recoveryEnabled: false, skipValidations: !isChecked })
  }

  protected at(token: IToken): At {
    return { line: token.startLine ?? 1, column: token.startColumn ?? 1 }
  }

  protected isNext(offset: number, type: TokenType): boolean {
    return this.LA(offset).tokenType === type
  }

  protected flag(occurrence: 1 | 2 | 3, ...words: string[]): boolean {
    const parse = () => {
      words.forEach((word, index) => this.consume((occurrence - 1) * 3 + index, keyword(word)))
      return true
    }
    return this.option(occurrence + 10, parse) === true
  }

  public identifier = this.RULE('nameRule', (): string => nameOf(this.CONSUME(identifier)))

  public number = this.RULE('number', (): number => Number(this.CONSUME(integerLiteral).image))

  public duration = this.RULE('duration', (): Duration => {
    const amount = this.SUBRULE(this.number)
    const token = this.CONSUME(identifier)
    return this.ACTION(() => ({ amount, unit: unitOf(token, this.at(token)) }))
  })

  public type = this.RULE('type', (): SqlType | NamedType => {
    const token = this.CONSUME(identifier)
    const name = this.ACTION(() => nameOf(token))
    const parts: (SqlType | NamedType)[] = []
    const names: string[] = []
    const numbers: number[] = []
    this.OPTION(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(symbols.less)
            this.AT_LEAST_ONE_SEP({
              SEP: symbols.comma,
              DEF: () => {
                // STRUCT's fields have names, the parts of ARRAY and MAP have none.
                this.OPTION2({
                  GATE: () => name === 'STRUCT',
                  DEF: () => names.push(this.SUBRULE(this.identifier)),
                })
                parts.push(this.SUBRULE(this.type))
              },
            })
            this.CONSUME(symbols.greater)
          },
        },
        {
          ALT: () => {
            this.CONSUME(symbols.open)
            this.AT_LEAST_ONE_SEP2({ SEP: symbols.comma, DEF: () => numbers.push(this.SUBRULE(this.typeParameter)) })
            this.CONSUME(symbols.close)
          },
        },
        // STRUCT<> lexes as one symbol.
        { ALT: () => this.CONSUME(symbols.notEqual) },
      ])
    })
    return this.ACTION(() => typeOf(name, parts as SqlType[], names, numbers, this.at(token)))
  })

  public typeParameter = this.RULE('typeParameter', (): number =>
    this.OR([
      { ALT: () => Number(this.CONSUME(integerLiteral).image) },
      // VARCHAR(STRING) is how old versions printed types.
      { ALT: () => (this.CONSUME(identifier), 0) },
    ]),
  )
}

function unitOf(token: IToken, at: At): DurationUnit {
  const name = token.image.toUpperCase().replace(/S$/, '')
  const unit = durationUnits.find(unit => unit === name)
  if (!unit) throw new MeaningError(`${token.image} is not a unit of time`, at)
  return unit
}

function typeOf(name: string, parts: SqlType[], names: string[], numbers: number[], at: At): SqlType | NamedType {
  const [first, second] = parts
  if (name === 'ARRAY' && first && !second) return { base: 'ARRAY', item: first }
  if (name === 'MAP' && first && second) return { base: 'MAP', key: first, value: second }
  if (name === 'STRUCT') return { base: 'STRUCT', fields: parts.map((type, index) => ({ name: names[index]!, type })) }
  if (name === 'DECIMAL' || name === 'DEC') {
    if (numbers.length !== 2) throw new MeaningError('DECIMAL needs a precision and a scale: DECIMAL(4, 2)', at)
    return { base: 'DECIMAL', precision: numbers[0]!, scale: numbers[1]! }
  }
  if (parts.length > 0) throw new MeaningError(`${name} has no type parameters`, at)
  return simpleType(name) ?? { base: 'NAMED', name }
}
