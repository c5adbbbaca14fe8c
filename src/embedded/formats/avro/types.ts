import type { Json } from '../json'

export const primitiveNames = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const
export type PrimitiveName = (typeof primitiveNames)[number]

/** A type of a parsed schema. Names are full names; a named type that is used twice is the same object both times. */
export type AvroType = AvroPrimitive | AvroRecord | AvroEnum | AvroFixed | AvroArray | AvroMap | AvroUnion
export type AvroNamed = AvroRecord | AvroEnum | AvroFixed

/** Attributes that Avro itself does not know, among them logicalType, precision and scale. */
export interface AvroProps {
  props: Record<string, Json>
}

export interface AvroPrimitive extends AvroProps {
  type: PrimitiveName
}

export interface AvroRecord extends AvroProps, AvroName {
  type: 'record'
  isError: boolean
  fields: AvroField[]
}

export interface AvroField extends AvroProps {
  name: string
  type: AvroType
  doc?: string
  /** Undefined when there is none; null is a default. */
  default?: Json
  order?: 'descending' | 'ignore'
  aliases: string[]
}

export interface AvroEnum extends AvroProps, AvroName {
  type: 'enum'
  symbols: string[]
  default?: string
}

export interface AvroFixed extends AvroProps, AvroName {
  type: 'fixed'
  /** Bytes. */
  size: number
}

export interface AvroArray extends AvroProps {
  type: 'array'
  items: AvroType
}

export interface AvroMap extends AvroProps {
  type: 'map'
  values: AvroType
}

export interface AvroUnion {
  type: 'union'
  branches: AvroType[]
}

interface AvroName {
  /** With its namespace: org.chicago.cta.arrival.value. */
  name: string
  /** Full names. */
  aliases: string[]
  doc?: string
}

/** The text is not an Avro schema; the message says where and why. */
export class AvroSchemaError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'AvroSchemaError'
  }
}

/** A value or its bytes do not fit a schema; the message says where and why. */
export class AvroValueError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'AvroValueError'
  }
}

/** The last part of a full name. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** All but the last part of a full name; empty when there is none. */
export function namespaceOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')))
}

/** How Avro's JSON encoding and union rules call a type: its full name when it has one, else its kind. */
export function branchName(type: AvroType): string {
  return 'name' in type ? type.name : type.type
}
