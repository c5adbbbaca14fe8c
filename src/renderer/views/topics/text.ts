/** A cell shows so much of a text; the detail shows all. */
export const cellTextMax = 300

/**
 * Text with everything that has no shape of its own made visible, as programmers write it: \n, \x1b, \u202e. Text from
 * records is shown by this and as text, never as markup.
 */
export function visibleText(text: string): string {
  return text.replace(invisible, character => {
    const code = character.codePointAt(0)!
    const short = shortEscapes[character]
    if (short) return short
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** The same, but with line breaks and tabs kept, for places that have more than one line. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map(line => line.split('\t').map(visibleText).join('\t'))
    .join('\n')
}

/** One line of at most so many characters, visible, with … when there is more. */
export function cellText(text: string, max = cellTextMax): string {
  if (text.length <= max) return visibleText(text)
  return `${visibleText(wholeCharacters(text, max))}…`
}

/** Never half a character that takes two units. */
function wholeCharacters(text: string, max: number): string {
  const last = text.charCodeAt(max - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max)
}

const shortEscapes: Partial<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

// Controls of ASCII and Latin 1, soft hyphen, joiners and marks of direction, separators of lines, byte order mark,
// and halves of pairs that stand alone.
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
