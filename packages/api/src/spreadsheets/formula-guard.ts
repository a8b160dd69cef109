/** First characters of values that a spreadsheet would run as a formula, including full-width signs. */
const formulaStart = '[=+\\-@＝＋－＠\\t\\r\\n]'
const formula = new RegExp(`^${formulaStart}`)
const needsGuard = new RegExp(`^'*${formulaStart}`)
const isGuarded = new RegExp(`^'+${formulaStart}`)

/** Whether a spreadsheet would run a value of a CSV file as a formula. */
export function looksLikeFormula(value: string): boolean {
  return formula.test(value)
}

/** Puts an apostrophe before values that look like formulas, and before values that look like guarded ones. */
export function guarded(value: string): string {
  return needsGuard.test(value) ? `'${value}` : value
}

/** Whether reading takes an apostrophe off a value. A file that holds values as texts, without guards, must put one before these. */
export function looksGuarded(value: string): boolean {
  return isGuarded.test(value)
}

/** Removes that apostrophe. `unguarded(guarded(value))` equals `value` for every value. */
export function unguarded(value: string): string {
  return value.startsWith("'") && isGuarded.test(value) ? value.slice(1) : value
}

/** A value of a line of CSV (RFC 4180): in quotes where it needs them. */
export function quotedCsv(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
