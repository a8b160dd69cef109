/**
 * A statement that reads a page, so that SQLite plans it once. Where a bare `?` is compared or limits rows, SQLite makes
 * a new plan after every change of its value, and better-sqlite3 clears the values after every run: each run would parse
 * and plan the text again, which is a third of the time of a page by phone. SQLite does not look into an expression, so
 * every `?` becomes `+?`, which has the same value. Our texts hold no `?` but placeholders.
 *
 * Other statements stay as they are: where someone has run ANALYZE, the plan of a count or of a list of codes should
 * depend on the values.
 */
export function withLastingPlan(text: string): string {
  return text.includes('ORDER BY') ? text.replaceAll('?', '+?') : text
}
