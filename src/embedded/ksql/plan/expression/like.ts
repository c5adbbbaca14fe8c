/** Patterns that are kept compiled; they are literals nearly always, so few are seen. */
const patternsMax = 100

/** Matches LIKE patterns: `%` any text, `_` any character, the escape character takes the next as it is. */
export function likeMatcher(escape: string | null): (text: string, pattern: string) => boolean {
  const compiled = new Map<string, RegExp>()
  return (text, pattern) => {
    let expression = compiled.get(pattern)
    if (!expression) {
      if (compiled.size >= patternsMax) compiled.clear()
      expression = regExpOf(pattern, escape)
      compiled.set(pattern, expression)
    }
    return expression.test(text)
  }
}

function regExpOf(pattern: string, escape: string | null): RegExp {
  let source = ''
  let isEscaped = false
  for (const character of pattern) {
    if (!isEscaped && character === escape) {
      isEscaped = true
      continue
    }
    if (!isEscaped && character === '%') source += '[\\s\\S]*'
    else if (!isEscaped && character === '_') source += '[\\s\\S]'
    else source += character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    isEscaped = false
  }
  return new RegExp(`^${source}$`)
}
