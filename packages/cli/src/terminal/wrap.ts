import { displayWidth } from './table.ts'

/** The widest line of a help, in columns of a terminal. */
export const helpWidth = 100

/**
 * Breaks lines at spaces and between Chinese characters, so that none is wider than `width` columns. A mark such as `，` stays with the
 * character before it, and an opening bracket with the one after it. A word that is wider stays whole. Existing line breaks stay.
 */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n')
}

function wrappedLine(line: string, width: number): string {
  const lines: string[] = []
  let [current, columns] = ['', 0]
  for (const piece of line.match(pieces) ?? []) {
    const added = displayWidth(piece)
    if (current !== '' && piece.trim() !== '' && columns + added > width) {
      lines.push(current.trimEnd())
      current = piece.trimStart()
      columns = displayWidth(current)
    } else {
      current += piece
      columns += added
    }
  }
  return [...lines, current.trimEnd()].join('\n')
}

/** A Chinese character or a word, with blanks before it, opening marks before it and closing marks after it. */
const pieces =
  /\s*(?:[（“《]*(?:\p{Script=Han}|[^\s\p{Script=Han}（“《，。；：、）”》？！]+)[，。；：、）”》？！]*|[^\s])|\s+$/gu
