/**
 * The known name that a mistyped one most likely means: the one with the fewest inserted, removed and changed characters.
 * A name that holds the other is always alike: `stock` means `stock_total` rather than `shop`.
 * @param names 1 or more, compared regardless of case
 * @returns undefined where none is alike: more than half of the characters would change
 */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  // A text from outside may be of any length; names are short.
  const asked = given.slice(0, maxLength).toLowerCase()
  let nearest: string | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const name of names) {
    const changes = changesBetween(asked, name.toLowerCase()) / (isWithin(asked, name.toLowerCase()) ? maxLength : 1)
    if (changes >= fewest || changes > Math.max(asked.length, name.length) / 2) continue
    nearest = name
    fewest = changes
  }
  return nearest
}

const maxLength = 128
/** Shorter names, such as `v`, are part of any other. */
const minWithin = 3

function isWithin(left: string, right: string): boolean {
  return Math.min(left.length, right.length) >= minWithin && (left.includes(right) || right.includes(left))
}

/** The Levenshtein distance, row by row. */
function changesBetween(left: string, right: string): number {
  let above = Array.from({ length: right.length + 1 }, (_, place) => place)
  for (const [row, character] of [...left].entries()) {
    const current = [row + 1]
    for (const [column, other] of [...right].entries()) {
      const changed = (above[column] ?? 0) + (character === other ? 0 : 1)
      current.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    above = current
  }
  return above.at(-1) ?? left.length
}
