import { EOF, type IRecognitionException, type IToken } from 'chevrotain'
import { MeaningError } from './grammar/base'
import { StatementGrammar } from './grammar/statement'
import { isReserved, symbols, tokenize } from './tokens'
import type { Expression, Statement, StatementNode } from './tree'

/** A text longer than this is refused before it is read. */
export const textLengthMax = 1024 * 1024

/** Statements that one request may have. */
export const statementsMax = 1_000

/** Where a text is not SQL, and why, worded as ksqlDB does. */
export interface SyntaxProblem {
  line: number
  column: number
  /** Without the place. */
  message: string
  /** The statement that is not understood, as far as its end can be seen. */
  statement: string
}

export interface Parsed {
  /** The statements before the first problem. */
  statements: Statement[]
  problem: SyntaxProblem | null
}

/** `line 1:8: …`, as ksqlDB's messages begin. */
export function showProblem({ line, column, message }: SyntaxProblem): string {
  return `line ${line}:${column}: ${message}`
}

/**
 * Reads statements, each ended by a semicolon. `${name}` stands for the variable's text; DEFINE and UNDEFINE change the
 * variables for the statements behind them, so `variables` is changed.
 */
export function parseStatements(text: string, variables: Map<string, string> = new Map()): Parsed {
  const statements: Statement[] = []
  const fail = (message: string, line: number, column: number, statement: string): Parsed => ({
    statements,
    problem: { line, column, message, statement },
  })
  if (text.length > textLengthMax) return fail(`the text is longer than ${textLengthMax} characters`, 1, 1, '')
  for (const piece of pieces(text)) {
    if (statements.length >= statementsMax) {
      return fail(`there are more than ${statementsMax} statements`, piece.line, piece.column, piece.text)
    }
    const result = parsePiece(piece, variables)
    if ('message' in result) return fail(result.message, result.line, result.column, piece.text)
    statements.push(result)
    if (result.kind === 'define') variables.set(result.name, result.value)
    if (result.kind === 'undefine') variables.delete(result.name)
  }
  return { statements, problem: null }
}

/** Reads one expression, such as a condition that stands alone. */
export function parseExpression(text: string): Expression {
  const { tokens, problem } = tokenize(text)
  if (problem) throw new Error(problem.message)
  const grammar = theGrammar()
  grammar.input = tokens
  const expression = grammar.expression()
  const error = grammar.errors[0]
  if (error) throw new Error(error.message)
  return expression
}

/** Text of one statement, with its semicolon where there is one, and where it begins. */
interface Piece {
  text: string
  line: number
  column: number
}

/** Cuts at semicolons that stand outside of strings, quoted identifiers and comments. */
function pieces(text: string): Piece[] {
  const found: Piece[] = []
  const parts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\r\n]*|\/\*[\s\S]*?\*\/|;|\s+|[^\s;'"`]/g
  let start = -1
  for (const match of text.matchAll(parts)) {
    const part = match[0]
    const isFiller = /^\s|^--|^\/\*/.test(part)
    if (start < 0 && !isFiller) start = match.index
    if (part !== ';') continue
    found.push(pieceAt(text, start, match.index + 1))
    start = -1
  }
  if (start >= 0) found.push(pieceAt(text, start, text.length))
  return found
}

function pieceAt(text: string, start: number, end: number): Piece {
  const before = text.slice(0, start)
  return {
    text: text.slice(start, end).trimEnd(),
    line: before.split('\n').length,
    column: start - before.lastIndexOf('\n'),
  }
}

type Place = { line: number; column: number; message: string }

function parsePiece(piece: Piece, variables: Map<string, string>): Statement | Place {
  const absolute = ({ line, column, message }: Place): Place => ({
    line: line + piece.line - 1,
    column: line === 1 ? column + piece.column - 1 : column,
    message,
  })
  const text = piece.text.replace(/\$\{(\w+)\}/g, (whole, name: string) => variables.get(name) ?? whole)
  const { tokens, problem } = tokenize(text)
  if (problem) return absolute(problem)
  const last = tokens.at(-1)
  if (last?.tokenType !== symbols.semicolon) {
    const syntax = parseTokens(tokens)
    if ('message' in syntax) return absolute(syntax)
    return absolute({
      line: last?.endLine ?? 1,
      column: (last?.endColumn ?? 0) + 1,
      message: "missing ';' at '<EOF>'",
    })
  }
  const node = parseTokens(tokens.slice(0, -1), last)
  if ('message' in node) return absolute(node)
  return { ...node, text, at: { line: piece.line, column: piece.column } }
}

/** @param end the token behind the last, which is what is wrong when the statement ends too early */
function parseTokens(tokens: IToken[], end?: IToken): StatementNode | Place {
  const grammar = theGrammar()
  if (tokens.length === 0) return { line: 1, column: 1, message: "extraneous input ';' expecting a statement" }
  try {
    grammar.input = tokens
    const node = grammar.statement()
    const error = grammar.errors[0]
    return error ? placeOf(error, tokens, end) : node
  } catch (error) {
    if (error instanceof MeaningError) return { ...error.at, message: error.message }
    throw error
  }
}

function placeOf(error: IRecognitionException, tokens: IToken[], end: IToken | undefined): Place {
  const isEnd = error.token.tokenType === EOF
  const last = tokens.at(-1)
  const token = isEnd ? end : error.token
  const line = token?.startLine ?? last?.endLine ?? 1
  const column = token?.startColumn ?? (last?.endColumn ?? 0) + 1
  return { line, column, message: messageOf(error, token, tokens) }
}

const mismatch =
  'Syntax error. There is a mismatch between the expected term and the term in the query. ' +
  'Please check the line and column in the query.'

/** ksqlDB's own words for what ANTLR finds; chevrotain finds the same by other names. */
function messageOf(error: IRecognitionException, token: IToken | undefined, tokens: IToken[]): string {
  const found = token?.image ?? '<EOF>'
  if (isReserved(found) && /identifier/.test(error.message)) {
    return `"${found}" is a reserved keyword and it can't be used as an identifier. You can use it as an identifier by escaping it as '${found}' `
  }
  if (error.name === 'NoViableAltException') {
    if (token === tokens[0]) return `Unknown statement '${found}'`
    return `no viable alternative at input '${found}'`
  }
  if (error.name === 'NotAllInputParsedException') return `extraneous input '${found}' expecting ';'`
  return mismatch
}

let grammar: StatementGrammar | undefined

/** Made at the first statement: analysing the grammar takes some tens of milliseconds. */
function theGrammar(): StatementGrammar {
  return (grammar ??= new StatementGrammar())
}
