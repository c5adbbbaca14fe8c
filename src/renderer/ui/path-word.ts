/**
 * The name that stands in a path: that of `/topics/a%2Fb` at 1 is `a/b`.
 *
 * @param path as the browser has it, still escaped
 * @param at which of its words, from 0
 * @returns null when there is none; a half-written escape as it stands, so that it can be said not to exist
 */
export function pathWord(path: string, at: number): string | null {
  const word = path.split('/')[at + 1] ?? ''
  if (word === '') return null
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}
