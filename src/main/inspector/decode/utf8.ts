const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of bytes, or null when they are not UTF-8. */
export function utf8Of(bytes: Buffer): string | null {
  const text = bytes.toString('utf8')
  // Node puts this character where bytes are wrong, which is quick; whether it was written itself is slower to tell.
  if (!text.includes('\ufffd')) return text
  try {
    return strict.decode(bytes)
  } catch {
    // That they are no text is the answer.
    return null
  }
}
