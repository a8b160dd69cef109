/** How a value begins that a spreadsheet would run instead of show, full-width signs included. */
const formulaStart = '[=+\\-@＝＋－＠\\t\\r\\n]'
const formula = new RegExp(`^${formulaStart}`)
const needsGuard = new RegExp(`^'*${formulaStart}`)
const isGuarded = new RegExp(`^'+${formulaStart}`)

/** Whether a spreadsheet would take a value of a CSV file for a formula. */
export function looksLikeFormula(value: string): boolean {
  return formula.test(value)
}

/** Puts an apostrophe before what looks like a formula, and before what looks like such a guarded value already. */
export function guarded(value: string): string {
  return needsGuard.test(value) ? `'${value}` : value
}

/** Takes that apostrophe away: `unguarded(guarded(value))` is the value, whatever it is. */
export function unguarded(value: string): string {
  return isGuarded.test(value) ? value.slice(1) : value
}
