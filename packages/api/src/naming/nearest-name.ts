import type { Text } from '../words/text.ts'

/**
 * The known name with the smallest edit distance (Levenshtein) to a mistyped one. A known name that contains the given
 * one, or is contained in it, is preferred: `stock` gives `stock_total`, not `shop`.
 * @param given of any length; only its first 128 characters are compared
 * @param names 1 or more, compared case-insensitively
 * @returns undefined if none is similar: more than half of the characters would change
 */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  // `given` comes from callers and may be long; the cost grows with its length.
  const requested = given.slice(0, maxLength).toLowerCase()
  let nearest: string | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const name of names) {
    const known = name.toLowerCase()
    const most = Math.min(Math.max(requested.length, known.length) / 2, fewest)
    const changes = isWithin(requested, known)
      ? Math.abs(requested.length - known.length) / maxLength
      : changesBetween(requested, known, most)
    if (changes >= fewest || changes > most) continue
    nearest = name
    fewest = changes
  }
  return nearest
}

/** Longer names are cut. */
const maxLength = 128
/** Shorter names, such as `v`, are contained in too many others. */
const minWithin = 3

function isWithin(left: string, right: string): boolean {
  return Math.min(left.length, right.length) >= minWithin && (left.includes(right) || right.includes(left))
}

/**
 * The Levenshtein distance in UTF-16 units, computed row by row, or infinity if it is above `most`: at least the
 * difference of the lengths, and at least the least of each row.
 */
function changesBetween(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return Number.POSITIVE_INFINITY
  const row = Uint16Array.from({ length: right.length + 1 }, (_, place) => place)
  for (let place = 0; place < left.length; place++) {
    if (nextRow(row, left.charCodeAt(place), right) > most) return Number.POSITIVE_INFINITY
  }
  return row.at(-1) ?? left.length
}

/**
 * Replaces a row of distances by the next one.
 * @returns the least of it
 */
function nextRow(row: Uint16Array, character: number, right: string): number {
  let diagonal = row[0] ?? 0
  let before = diagonal + 1
  let least = before
  row[0] = before
  for (let column = 1; column < row.length; column++) {
    const above = row[column] ?? 0
    const changed = diagonal + (character === right.charCodeAt(column - 1) ? 0 : 1)
    before = Math.min(changed, above + 1, before + 1)
    row[column] = before
    least = Math.min(least, before)
    diagonal = above
  }
  return least
}

/**
 * The rule that an unknown member breaks, as a phrase to follow its name. It names the most similar known name,
 * or lists the known names if none is similar.
 * @param known 1 or more
 * @param also further known names, which are never listed
 */
export function unknownRule(name: string, known: readonly string[], also: readonly string[] = []): Text {
  const nearest = nearestName(name, [...known, ...also])
  if (nearest !== undefined) {
    return { zh: `是未知的字段，最接近的是 ${nearest}`, en: `is an unknown field; the nearest one is ${nearest}` }
  }
  return {
    zh: `是未知的字段，可用的有 ${known.join('、')}`,
    en: `is an unknown field; the known ones are ${known.join(', ')}`,
  }
}

/** Words and a short number: neither a phone or card nor, with rare exceptions, a secret. */
const plainName = /^(?=.{1,32}$)[A-Za-z_][A-Za-z_.-]*\d{0,2}$/

/**
 * Formats the name of an unknown member for an error text or a log line. A caller may have put a value in its place, so
 * it is shown only if it is of letters, `_`, `-` and `.`, with two digits at most after them.
 * @returns the name, or `…`
 */
export function shownName(name: string): string {
  return plainName.test(name) ? name : '…'
}
