/**
 * The known name with the smallest edit distance (Levenshtein) to a mistyped one. A known name that contains the given
 * one, or is contained in it, is preferred: `stock` gives `stock_total`, not `shop`.
 * @param given of any length; only its first 128 characters are compared
 * @param names 1 or more, compared case-insensitively
 * @returns undefined if none is similar: more than half of the characters would change
 */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  // `given` comes from callers and may be long; the cost grows with its length.
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
/** Shorter names, such as `v`, are contained in too many others. */
const minWithin = 3

function isWithin(left: string, right: string): boolean {
  return Math.min(left.length, right.length) >= minWithin && (left.includes(right) || right.includes(left))
}

/** The Levenshtein distance, computed row by row. */
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

/**
 * The rule that an unknown member breaks, as a Chinese phrase to follow its name. It names the most similar known name,
 * or lists the known names if none is similar.
 * @param known 1 or more
 * @param also further known names, which are never listed
 */
export function unknownRule(name: string, known: readonly string[], also: readonly string[] = []): string {
  const nearest = nearestName(name, [...known, ...also])
  return nearest === undefined ? `是未知的字段，可用的有 ${known.join('、')}` : `是未知的字段，最接近的是 ${nearest}`
}
