import type { Expression } from '../syntax/tree'
import { showType } from '../syntax/types'

/** An expression as text: the same text for the same meaning, so that GROUP BY finds what SELECT names. */
export function printExpression(expression: Expression): string {
  const print = printExpression
  switch (expression.kind) {
    case 'literal': {
      const { type, value } = expression.value
      return type === 'STRING' ? `'${value.replaceAll("'", "''")}'` : String(value).toUpperCase()
    }
    case 'column':
      return expression.name
    case 'call':
      return `${expression.name}(${expression.star ? '*' : expression.arguments.map(print).join(', ')})`
    case 'arithmetic':
    case 'comparison':
    case 'logical':
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`
    case 'negate':
      return `-${print(expression.value)}`
    case 'not':
      return `(NOT ${print(expression.value)})`
    case 'between':
      return `(${print(expression.value)}${not(expression)} BETWEEN ${print(expression.low)} AND ${print(expression.high)})`
    case 'in':
      return `(${print(expression.value)}${not(expression)} IN (${expression.list.map(print).join(', ')}))`
    case 'like':
      return `(${print(expression.value)}${not(expression)} LIKE ${print(expression.pattern)})`
    case 'isNull':
      return `(${print(expression.value)} IS${not(expression)} NULL)`
    case 'distinct':
      return `(${print(expression.left)} IS${not(expression)} DISTINCT FROM ${print(expression.right)})`
    case 'case': {
      const whens = expression.whens.map(({ when, then }) => ` WHEN ${print(when)} THEN ${print(then)}`).join('')
      const otherwise = expression.otherwise ? ` ELSE ${print(expression.otherwise)}` : ''
      return `(CASE${expression.operand ? ` ${print(expression.operand)}` : ''}${whens}${otherwise} END)`
    }
    case 'cast': {
      const { type } = expression
      return `CAST(${print(expression.value)} AS ${type.base === 'NAMED' ? type.name : showType(type)})`
    }
    case 'field':
      return `${print(expression.value)}->${expression.name}`
    case 'subscript':
      return `${print(expression.value)}[${print(expression.index)}]`
    case 'array':
      return `ARRAY[${expression.items.map(print).join(', ')}]`
    case 'map':
      return `MAP(${expression.entries.map(({ key, value }) => `${print(key)}:=${print(value)}`).join(', ')})`
    case 'struct':
      return `STRUCT(${expression.fields.map(({ name, value }) => `${name}:=${print(value)}`).join(', ')})`
    case 'lambda':
      return `(${expression.parameters.join(', ')}) => ${print(expression.body)}`
  }
}

function not({ isNegated }: { isNegated: boolean }): string {
  return isNegated ? ' NOT' : ''
}

/** The expression with each of its parts, and itself at last, replaced by what `change` gives for it. */
export function mapExpression(expression: Expression, change: (part: Expression) => Expression | null): Expression {
  const changed = change(expression)
  if (changed) return changed
  const map = (part: Expression) => mapExpression(part, change)
  switch (expression.kind) {
    case 'literal':
    case 'column':
      return expression
    case 'call':
      return { ...expression, arguments: expression.arguments.map(map) }
    case 'arithmetic':
    case 'comparison':
    case 'logical':
    case 'distinct':
      return { ...expression, left: map(expression.left), right: map(expression.right) } as Expression
    case 'negate':
    case 'not':
    case 'isNull':
    case 'cast':
    case 'field':
      return { ...expression, value: map(expression.value) } as Expression
    case 'between':
      return { ...expression, value: map(expression.value), low: map(expression.low), high: map(expression.high) }
    case 'in':
      return { ...expression, value: map(expression.value), list: expression.list.map(map) }
    case 'like':
      return { ...expression, value: map(expression.value), pattern: map(expression.pattern) }
    case 'case':
      return {
        ...expression,
        operand: expression.operand && map(expression.operand),
        whens: expression.whens.map(({ when, then }) => ({ when: map(when), then: map(then) })),
        otherwise: expression.otherwise && map(expression.otherwise),
      }
    case 'subscript':
      return { ...expression, value: map(expression.value), index: map(expression.index) }
    case 'array':
      return { ...expression, items: expression.items.map(map) }
    case 'map':
      return {
        ...expression,
        entries: expression.entries.map(({ key, value }) => ({ key: map(key), value: map(value) })),
      }
    case 'struct':
      return { ...expression, fields: expression.fields.map(({ name, value }) => ({ name, value: map(value) })) }
    case 'lambda':
      return { ...expression, body: map(expression.body) }
  }
}
