/** Lines of at most so many characters, so that only those on the screen need to be drawn, however long the text is. */
export function textRows(text: string, columns: number): string[] {
  const width = Math.max(8, columns)
  const rows: string[] = []
  for (const line of text.split('\n')) {
    if (line.length <= width) {
      rows.push(line)
      continue
    }
    let start = 0
    while (start < line.length) {
      let end = Math.min(line.length, start + width)
      // Never between the halves of one character.
      const last = line.charCodeAt(end - 1)
      if (end < line.length && last >= 0xd800 && last <= 0xdbff) end++
      rows.push(line.slice(start, end))
      start = end
    }
  }
  return rows
}
