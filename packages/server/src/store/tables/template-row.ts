import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { TemplateTerms } from '#domain/templates/template'
import type { StoredTemplate } from '#domain/templates/template-store'

/** A template out of a row of `findTemplate` and the lists. */
export function templateOfRow(row: SqlRow): StoredTemplate {
  return {
    terms: termsOfText(row[5]),
    version: Number(row[1]),
    isClosed: row[2] !== null,
    savedAtMs: Number(row[6]),
    countsStock: row[3] === 1,
    countsMembers: row[4] === 1,
    claimedCount: row[3] === 1 ? Number(row[7] ?? 0) : undefined,
  }
}

/** Terms come from our own table, so their type is taken as it was written. */
export function termsOfText(text: SqlValue | undefined): TemplateTerms {
  return JSON.parse(String(text)) as TemplateTerms
}
