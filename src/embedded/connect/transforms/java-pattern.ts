/** Regular expressions as users write them for Java; what both languages share is taken, the rest is refused. */
export const javaPattern = {
  /** Why the expression cannot be used, or null. */
  complaint(text: string): string | null {
    try {
      javaPattern.whole(text)
      return null
    } catch (error) {
      return `Invalid regex: ${(error as Error).message}`
    }
  },

  /**
   * An expression that must match the whole text.
   *
   * @throws SyntaxError
   */
  whole(text: string): RegExp {
    const flags = /^\(\?([is]+)\)/.exec(text)
    return new RegExp(`^(?:${flags ? text.slice(flags[0].length) : text})$`, `u${flags?.[1] ?? ''}`)
  },
}

/** Java's replacement text ($1, ${name}, \x) as JavaScript's. */
export function javaReplacement(text: string): string {
  return text.replace(/\\(.)|\$\{(\w+)\}|\$(\d)/gs, (_all, escaped?: string, name?: string, digit?: string) => {
    if (escaped !== undefined) return escaped === '$' ? '$$' : escaped
    if (name !== undefined) return `$<${name}>`
    return digit === '0' ? '$&' : `$${digit}`
  })
}
