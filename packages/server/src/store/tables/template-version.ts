import { forKeys, withKeys } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateVersion, VersionedTerms } from '#domain/templates/template-store'

export const templateVersionTable = defineTable({
  name: 'template_version',
  key: ['seller_id', 'coupon_id', 'version'],
  columns: ['seller_id', 'coupon_id', 'version', 'terms_text', 'saved_at_ms', 'published_from_ms'],
})

export const insertTemplateVersion = insertInto(templateVersionTable)

/** Takes seller, template and version; gives the text of the terms. */
export const findTemplateVersion = `SELECT terms_text FROM template_version
  WHERE seller_id = ? AND coupon_id = ? AND version = ?`

const versioned = select(['version', 'terms_text'])

/** Takes seller, template and version of each. */
export const findTemplateVersions = withKeys(`SELECT ${versioned.text} FROM template_version`, templateVersionTable.key)

/** Reads versions of a seller's templates. @param versions 1..200 */
export function templateVersionsQuery(sellerId: string, versions: readonly TemplateVersion[]) {
  const keys = versions.map(({ couponId, version }) => [sellerId, couponId, version])
  return forKeys(findTemplateVersions, keys)
}

/** Decodes a row of `templateVersionsQuery`. */
export function versionedTermsOfRow(row: SqlRow): VersionedTerms {
  return { terms: readTerms(row[versioned.at.terms_text]), version: Number(row[versioned.at.version]) }
}

/** Reads terms as `JSON.stringify` wrote them. Only this program writes the table, so their type is not checked. */
export function readTerms(text: SqlValue | undefined): TemplateTerms {
  return JSON.parse(String(text)) as TemplateTerms
}
