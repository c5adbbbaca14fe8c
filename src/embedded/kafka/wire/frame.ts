import { Reader, WireError } from './reader'
import { Writer } from './writer'

/** A frame larger than this is refused before it is read; Kafka's socket.request.max.bytes. */
export const frameBytesMax = 100 * 1024 * 1024

/** The first fields of every request. */
export interface RequestStart {
  apiKey: number
  apiVersion: number
  correlationId: number
}

export interface RequestHeader extends RequestStart {
  clientId: string | null
}

export function readRequestStart(reader: Reader): RequestStart {
  return { apiKey: reader.int16(), apiVersion: reader.int16(), correlationId: reader.int32() }
}

/**
 * What follows the start: header version 1, or 2 with tagged fields for flexible versions. The client id keeps its
 * 16-bit length in both.
 */
export function readRequestHeader(reader: Reader, start: RequestStart, flexible: boolean): RequestHeader {
  const length = reader.int16()
  const clientId = length < 0 ? null : reader.text(length)
  if (flexible) skipTags(reader)
  return { ...start, clientId }
}

/** Client side: the request header of version 1, or of version 2 when flexible. */
export function writeRequestHeader(writer: Writer, header: RequestHeader, flexible: boolean): void {
  writer.int16(header.apiKey)
  writer.int16(header.apiVersion)
  writer.int32(header.correlationId)
  if (header.clientId === null) writer.int16(-1)
  else {
    const length = Buffer.byteLength(header.clientId)
    writer.int16(length)
    writer.text(header.clientId, length)
  }
  if (flexible) writer.uvarint(0)
}

/**
 * A whole response as pieces to send in one go: size, correlation id, tags of the header when flexible, body.
 *
 * @param hasTags response header version 1; ApiVersions has version 0 whatever its own version
 */
export function responseFrame(correlationId: number, hasTags: boolean, writeBody: (writer: Writer) => void): Buffer[] {
  const writer = new Writer()
  writer.int32(0)
  writer.int32(correlationId)
  if (hasTags) writer.uvarint(0)
  writeBody(writer)
  const size = writer.length - 4
  const pieces = writer.pieces()
  pieces[0]!.writeInt32BE(size, 0)
  return pieces
}

function skipTags(reader: Reader): void {
  for (let count = reader.uvarint(); count > 0; count--) {
    reader.uvarint()
    const size = reader.uvarint()
    if (size > reader.remaining) throw new WireError('a tagged field of the request header is cut short')
    reader.skip(size)
  }
}
