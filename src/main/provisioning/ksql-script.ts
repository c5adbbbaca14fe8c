/** A CREATE statement of a script, and what it makes. */
export interface KsqlStatement {
  kind: 'STREAM' | 'TABLE'
  /** Upper case, as ksqlDB lists it. */
  name: string
  text: string
}

/**
 * The CREATE statements of a script, in order, without comments.
 *
 * @throws Error when a statement is of another kind
 */
export function splitStatements(script: string): KsqlStatement[] {
  return script
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map(text => text.trim())
    .filter(text => text !== '')
    .map(text => {
      const match = /^CREATE\s+(STREAM|TABLE)\s+(\w+)/i.exec(text)
      if (!match) throw new Error(`only CREATE STREAM and CREATE TABLE can be provisioned, not: ${text.slice(0, 60)}`)
      const kind = match[1]!.toUpperCase() === 'TABLE' ? 'TABLE' : 'STREAM'
      return { kind, name: match[2]!.toUpperCase(), text: `${text};` }
    })
}
