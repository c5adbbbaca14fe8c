import type { KsqlSession } from './requests'

/**
 * SET, UNSET, DEFINE and UNDEFINE, which ksqlDB itself forgets with the end of a request: they change the session.
 *
 * @param bare the statement without comments
 * @returns what was changed, in a sentence; null when the statement is not understood
 */
export function takeSetting(session: KsqlSession, bare: string): string | null {
  const quoted = `'((?:[^']|'')+)'`
  const set = new RegExp(`^SET\\s+${quoted}\\s*=\\s*'((?:[^']|'')*)'\\s*;$`, 'i').exec(bare)
  const unset = new RegExp(`^UNSET\\s+${quoted}\\s*;$`, 'i').exec(bare)
  const define = /^DEFINE\s+(\w+)\s*=\s*'((?:[^']|'')*)'\s*;$/i.exec(bare)
  const undefine = /^UNDEFINE\s+(\w+)\s*;$/i.exec(bare)
  const text = (match: RegExpExecArray, group: number) => match[group]!.replaceAll("''", "'")
  if (set) {
    const name = text(set, 1)
    session.properties = { ...session.properties, [propertyName(name)]: text(set, 2) }
    return `${name} is ${text(set, 2)} for the statements below.`
  }
  if (unset) {
    const name = propertyName(text(unset, 1))
    session.properties = Object.fromEntries(Object.entries(session.properties).filter(([other]) => other !== name))
    return `${text(unset, 1)} is the server's own for the statements below.`
  }
  if (define) {
    session.variables = { ...session.variables, [text(define, 1)]: text(define, 2) }
    return `\${${text(define, 1)}} stands for ${text(define, 2)} in the statements below.`
  }
  if (undefine) {
    const name = text(undefine, 1)
    session.variables = Object.fromEntries(Object.entries(session.variables).filter(([other]) => other !== name))
    return `\${${name}} stands for nothing in the statements below.`
  }
  return null
}

/** One property under one name: it may be given with and without ksqlDB's prefix. */
function propertyName(name: string): string {
  return name === 'auto.offset.reset' ? 'ksql.streams.auto.offset.reset' : name
}
