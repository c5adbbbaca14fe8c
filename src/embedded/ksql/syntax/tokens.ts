import { createToken, Lexer, type IToken, type TokenType } from 'chevrotain'

/** Words that are identifiers too, wherever an identifier may stand. */
const nonReserved = [
  'SHOW TABLES COLUMNS COLUMN PARTITIONS FUNCTIONS FUNCTION SESSION STRUCT MAP ARRAY PARTITION DATE TIME TIMESTAMP',
  'INTERVAL ZONE YEAR MONTH DAY HOUR MINUTE SECOND MILLISECOND DAYS HOURS MINUTES SECONDS MILLISECONDS EXPLAIN',
  'ANALYZE TYPE TYPES SET RESET IF SOURCE SINK PRIMARY KEY EMIT CHANGES FINAL ESCAPE REPLACE ASSERT ALTER ADD HEADER',
  'HEADERS GRACE PERIOD DEFINE UNDEFINE VARIABLES PLUGINS SYSTEM TIMEOUT SCHEMA SUBJECT ID TOPICS STREAMS QUERIES',
  'PROPERTIES SIZE ADVANCE RETENTION TUMBLING HOPPING BEGINNING SAMPLE PAUSE RESUME CONNECTOR CONNECTORS',
].flatMap(line => line.split(' '))

const reserved = [
  'SELECT FROM AS ALL DISTINCT WHERE WITHIN WINDOW GROUP BY HAVING LIMIT AT OR AND IN NOT EXISTS BETWEEN LIKE IS NULL',
  'TRUE FALSE CASE WHEN THEN ELSE END JOIN FULL OUTER INNER LEFT RIGHT ON CREATE TABLE TOPIC STREAM INSERT DELETE INTO',
  'DESCRIBE EXTENDED PRINT CAST LIST TERMINATE DROP WITH VALUES UNSET RUN SCRIPT',
].flatMap(line => line.split(' '))

export const identifier = createToken({ name: 'identifier', pattern: /[A-Za-z_][A-Za-z0-9_@]*/ })
const digitIdentifier = createToken({
  name: 'digitIdentifier',
  pattern: /[0-9][A-Za-z0-9_@]*[A-Za-z_@][A-Za-z0-9_@]*/,
  categories: [identifier],
})
const quotedIdentifier = createToken({
  name: 'quotedIdentifier',
  pattern: /"(?:[^"]|"")*"/,
  line_breaks: true,
  categories: [identifier],
})
const backquotedIdentifier = createToken({
  name: 'backquotedIdentifier',
  pattern: /`(?:[^`]|``)*`/,
  line_breaks: true,
  categories: [identifier],
})

export const stringLiteral = createToken({ name: 'string', pattern: /'(?:[^']|'')*'/, line_breaks: true })
export const integerLiteral = createToken({ name: 'integer', pattern: /\d+/ })
export const decimalLiteral = createToken({ name: 'decimal', pattern: /(?:\d+\.\d*|\.\d+)/ })
export const floatLiteral = createToken({ name: 'float', pattern: /(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+/ })

const symbol = (name: string, pattern: string) => createToken({ name, pattern })
export const symbols = {
  semicolon: symbol(';', ';'),
  comma: symbol(',', ','),
  dot: symbol('.', '.'),
  open: symbol('(', '('),
  close: symbol(')', ')'),
  openBracket: symbol('[', '['),
  closeBracket: symbol(']', ']'),
  assign: symbol(':=', ':='),
  arrow: symbol('->', '->'),
  lambda: symbol('=>', '=>'),
  concat: symbol('||', '||'),
  notEqual: createToken({ name: '<>', pattern: /<>|!=/ }),
  lessOrEqual: symbol('<=', '<='),
  greaterOrEqual: symbol('>=', '>='),
  equal: symbol('=', '='),
  less: symbol('<', '<'),
  greater: symbol('>', '>'),
  plus: symbol('+', '+'),
  minus: symbol('-', '-'),
  star: symbol('*', '*'),
  slash: symbol('/', '/'),
  percent: symbol('%', '%'),
}

const skipped = [
  createToken({ name: 'space', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true }),
  createToken({ name: 'lineComment', pattern: /--[^\r\n]*/, group: Lexer.SKIPPED }),
  createToken({ name: 'comment', pattern: /\/\*[\s\S]*?\*\//, group: Lexer.SKIPPED, line_breaks: true }),
]

const words = new Map<string, TokenType>([
  ...reserved.map(word => [word, createToken({ name: word, pattern: Lexer.NA })] as const),
  ...nonReserved.map(word => [word, createToken({ name: word, pattern: Lexer.NA, categories: [identifier] })] as const),
])

/** The token type of a keyword. */
export function keyword(word: string): TokenType {
  const type = words.get(word)
  if (!type) throw new Error(`${word} is no keyword`)
  return type
}

/** Whether the word can only be an identifier when it is quoted. */
export function isReserved(word: string): boolean {
  return reserved.includes(word.toUpperCase())
}

const written = [
  ...skipped,
  stringLiteral,
  quotedIdentifier,
  backquotedIdentifier,
  floatLiteral,
  digitIdentifier,
  decimalLiteral,
  integerLiteral,
  identifier,
  ...Object.values(symbols),
]

export const vocabulary: TokenType[] = [...written, ...words.values()]

const lexer = new Lexer(written, { positionTracking: 'full', ensureOptimizations: false })

/** A character that begins no token. */
export interface LexicalProblem {
  line: number
  column: number
  message: string
}

/** The tokens of a text. Words are read as identifiers first and then looked up, which is quicker than a pattern each. */
export function tokenize(text: string): { tokens: IToken[]; problem: LexicalProblem | null } {
  const { tokens, errors } = lexer.tokenize(text)
  for (const token of tokens) {
    if (token.tokenType !== identifier) continue
    const word = words.get(token.image.toUpperCase())
    if (!word) continue
    token.tokenType = word
    token.tokenTypeIdx = word.tokenTypeIdx!
  }
  const first = errors[0]
  const problem = first && {
    line: first.line ?? 1,
    column: first.column ?? 1,
    message: `token recognition error at: '${text.slice(first.offset, first.offset + first.length)}'`,
  }
  return { tokens, problem: problem ?? null }
}

/** The name that an identifier token stands for: upper case unless it is quoted. */
export function nameOf(token: IToken): string {
  const { image } = token
  if (image.startsWith('`')) return image.slice(1, -1).replaceAll('``', '`')
  if (image.startsWith('"')) return image.slice(1, -1).replaceAll('""', '"')
  return image.toUpperCase()
}

export function textOf(token: IToken): string {
  return token.image.slice(1, -1).replaceAll("''", "'")
}
