import type { BoundStatement, SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, equal, insertInto, select } from '#database/table'
import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateVersion, VersionedTerms } from '#domain/templates/template-store'

export const templateVersionTable = defineTable({
  name: 'template_version',
  key: ['seller_id', 'coupon_id', 'version'],
  columns: ['seller_id', 'coupon_id', 'version', 'terms_text', 'saved_at_ms', 'published_from_ms'],
})

export const insertTemplateVersion = insertInto(templateVersionTable)

const versioned = select(['version', 'terms_text'])

const findTemplateVersions = sql`SELECT ${versioned.text} FROM template_version
  WHERE ${p.anyOf('versions', sql`(${equal(['seller_id', 'coupon_id', 'version'])})`)}`

/** Reads versions of a seller's templates. @param versions 1..200 */
export function templateVersionsQuery(sellerId: string, versions: readonly TemplateVersion[]): BoundStatement {
  return findTemplateVersions({
    versions: versions.map(({ couponId, version }) => ({ seller_id: sellerId, coupon_id: couponId, version })),
  })
}

/** Decodes a row of `templateVersionsQuery`. */
export function versionedTermsOfRow(row: SqlRow): VersionedTerms {
  return { terms: readTerms(row[versioned.at.terms_text]), version: Number(row[versioned.at.version]) }
}

/** Reads terms as `JSON.stringify` wrote them. Only this program writes the table, so their type is not checked. */
export function readTerms(text: SqlValue | undefined): TemplateTerms {
  return JSON.parse(String(text)) as TemplateTerms
}
