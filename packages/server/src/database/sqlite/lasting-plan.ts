import { planOnce } from '#database/plan-once'

/**
 * The text by which SQLite plans a statement that begins with `planOnce` a single time. Where a bare `?` is compared or limits rows,
 * SQLite makes a new plan after every change of its value, and better-sqlite3 clears the values after every run: each run would parse
 * and plan the text again, a third of the time of a page by phone. SQLite does not look into an expression, so every `?` becomes
 * `+?`, which has the same value. Our texts hold no `?` but placeholders.
 *
 * Other statements stay as they are: after ANALYZE, the plan of a count or of a list of codes should depend on the values.
 */
export function withLastingPlan(text: string): string {
  return text.startsWith(planOnce) ? text.replaceAll('?', '+?') : text
}
