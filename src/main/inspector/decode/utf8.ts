const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of bytes, or null when they are not UTF-8. */
export function utf8Of(bytes: Buffer): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    // That they are no text is the answer.
    return null
  }
}
