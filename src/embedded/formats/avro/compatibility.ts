import { branchName, shortName, type AvroEnum, type AvroNamed, type AvroRecord, type AvroType } from './types'

/** Why a reader cannot read what a writer wrote; the names are those of Avro's Java library, which clients know. */
export type IncompatibilityKind =
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'TYPE_MISMATCH'
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'MISSING_UNION_BRANCH'

export interface Incompatibility {
  kind: IncompatibilityKind
  /** JSON pointer into the reader's schema; within a union of the writer, the branch's index. */
  path: string
  /** What exactly: the field, the two types, the missing symbols. */
  detail: string
}

/** Types that may be read as another, beside themselves: the reader's type by the writer's. */
const promotions: Partial<Record<AvroType['type'], AvroType['type'][]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
}

/**
 * All that keeps `reader` from reading data that `writer` wrote, by the schema resolution rules of the Avro specification
 * (https://avro.apache.org/docs/1.12.0/specification/#schema-resolution). Empty when it can read everything.
 */
export function incompatibilities(reader: AvroType, writer: AvroType): Incompatibility[] {
  return compare(reader, writer, '', { underWay: new Map(), readable: new Map() })
}

interface Seen {
  /** Pairs met already: a recursive type is compatible with itself unless something else is found. */
  underWay: Map<AvroType, Set<AvroType>>
  /** Verdicts on branches tried, so that types which hold each other in unions are not tried over and over. */
  readable: Map<AvroType, Map<AvroType, boolean>>
}

function compare(reader: AvroType, writer: AvroType, path: string, seen: Seen): Incompatibility[] {
  if (seen.underWay.get(reader)?.has(writer)) return []
  seen.underWay.set(reader, (seen.underWay.get(reader) ?? new Set()).add(writer))
  if (writer.type === 'union') return compareUnion(reader, writer.branches, path, seen)
  if (reader.type === 'union') {
    return reader.branches.some(branch => canRead(branch, writer, path, seen)) ? [] : [missingBranch(writer, path)]
  }
  if (reader.type !== writer.type) {
    return promotions[writer.type]?.includes(reader.type) ? [] : [typeMismatch(reader, writer, path)]
  }
  switch (reader.type) {
    case 'array':
      return compare(reader.items, (writer as typeof reader).items, `${path}/items`, seen)
    case 'map':
      return compare(reader.values, (writer as typeof reader).values, `${path}/values`, seen)
    case 'record':
      return [
        ...compareNames(reader, writer as AvroRecord, path),
        ...compareFields(reader, writer as AvroRecord, path, seen),
      ]
    case 'enum':
      return [...compareNames(reader, writer as AvroEnum, path), ...compareSymbols(reader, writer as AvroEnum, path)]
    case 'fixed': {
      const { size } = writer as typeof reader
      const names = compareNames(reader, writer as AvroNamed, path)
      if (reader.size === size) return names
      return [
        ...names,
        { kind: 'FIXED_SIZE_MISMATCH', path: `${path}/size`, detail: `expected: ${size}, found: ${reader.size}` },
      ]
    }
    default:
      return []
  }
}

function compareUnion(reader: AvroType, branches: AvroType[], path: string, seen: Seen): Incompatibility[] {
  return branches.flatMap((branch, index) => {
    const found = compare(reader, branch, path, seen)
    if (reader.type !== 'union' || found.length === 0) return found
    return [missingBranch(branch, `${path}/${index}`)]
  })
}

function compareFields(reader: AvroRecord, writer: AvroRecord, path: string, seen: Seen): Incompatibility[] {
  return reader.fields.flatMap((field, index): Incompatibility[] => {
    const here = `${path}/fields/${index}`
    const names = [field.name, ...field.aliases]
    const written = names
      .map(name => writer.fields.find(other => other.name === name))
      .find(other => other !== undefined)
    if (written) return compare(field.type, written.type, `${here}/type`, seen)
    if (field.default !== undefined) return []
    return [{ kind: 'READER_FIELD_MISSING_DEFAULT_VALUE', path: here, detail: field.name }]
  })
}

function compareSymbols(reader: AvroEnum, writer: AvroEnum, path: string): Incompatibility[] {
  const missing = writer.symbols.filter(symbol => !reader.symbols.includes(symbol))
  if (missing.length === 0 || reader.default !== undefined) return []
  return [{ kind: 'MISSING_ENUM_SYMBOLS', path: `${path}/symbols`, detail: `[${missing.join(', ')}]` }]
}

function compareNames(reader: AvroNamed, writer: AvroNamed, path: string): Incompatibility[] {
  const same = shortName(reader.name) === shortName(writer.name) || reader.aliases.includes(writer.name)
  return same ? [] : [{ kind: 'NAME_MISMATCH', path: `${path}/name`, detail: `expected: ${writer.name}` }]
}

function typeMismatch(reader: AvroType, writer: AvroType, path: string): Incompatibility {
  const detail = `reader type: ${reader.type.toUpperCase()} not compatible with writer type: ${writer.type.toUpperCase()}`
  return { kind: 'TYPE_MISMATCH', path: path || '/', detail }
}

function missingBranch(writer: AvroType, path: string): Incompatibility {
  return {
    kind: 'MISSING_UNION_BRANCH',
    path: path || '/',
    detail: `reader union lacking writer type: ${branchName(writer)}`,
  }
}

/** Tries one branch of the reader; what it finds is not said, because another branch may do. */
function canRead(reader: AvroType, writer: AvroType, path: string, seen: Seen): boolean {
  const known = seen.readable.get(reader)?.get(writer)
  if (known !== undefined) return known
  const underWay = new Map([...seen.underWay].map(([type, writers]) => [type, new Set(writers)]))
  const verdict = compare(reader, writer, path, { ...seen, underWay }).length === 0
  seen.readable.set(reader, (seen.readable.get(reader) ?? new Map<AvroType, boolean>()).set(writer, verdict))
  return verdict
}
