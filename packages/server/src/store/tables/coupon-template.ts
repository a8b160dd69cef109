import { textOf } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { StoredTemplate } from '#domain/templates/template-store'
import { countColumns } from './claim-counters.ts'
import { readTerms } from './template-version.ts'

export const couponTemplateTable = defineTable({
  name: 'coupon_template',
  key: ['seller_id', 'coupon_id'],
  columns: ['seller_id', 'coupon_id', 'version', 'closed_at_ms', 'counts_stock', 'counts_members'],
})

/** A template with the terms of a version and what was claimed of its stock. */
const stored = select(['closed_at_ms', 'counts_stock', 'counts_members'])
const ofVersion = select(['version', 'terms_text', 'saved_at_ms'])
const stock = select(countColumns)
const { at } = select(['newest_version', ...stored.columns, ...ofVersion.columns, ...stock.columns])
const findStored = (versionTest: string) => `SELECT t.version, ${stored.of('t')}, ${ofVersion.of('v')}, ${stock.of('s')}
  FROM coupon_template t
  JOIN template_version v ON v.seller_id = t.seller_id AND v.coupon_id = t.coupon_id ${versionTest}
  LEFT JOIN template_stock s ON s.seller_id = t.seller_id AND s.coupon_id = t.coupon_id`
const findNewest = findStored('AND v.version = t.version')

export const findTemplate = sql`${findNewest} WHERE t.seller_id = ${p.text('sellerId')} AND t.coupon_id = ${p.text('couponId')}`

export const findTemplates = sql`${findNewest} WHERE t.seller_id = ${p.text('sellerId')} AND t.coupon_id IN (${p.texts('couponIds')})`

export const findTemplateWithVersion = sql`${findStored('')}
  WHERE t.seller_id = ${p.text('sellerId')} AND t.coupon_id = ${p.text('couponId')} AND v.version = ${p.number('version')}`

/** The newest version that was published by a moment. */
export const findPublishedTemplate = sql`${findStored('')}
  WHERE t.seller_id = ${p.text('sellerId')} AND t.coupon_id = ${p.text('couponId')} AND v.published_from_ms <= ${p.number('byMs')} ORDER BY v.version DESC LIMIT 1`

/** That one and later ones that are or will be published, the oldest first. */
export const findOfferedTemplates = sql`${findStored('')}
  WHERE t.seller_id = ${p.text('sellerId')} AND t.coupon_id = ${p.text('couponId')} AND v.version >= ${p.number('firstVersion')} AND v.published_from_ms IS NOT NULL ORDER BY v.version`

/** Templates after one, in order. */
export const listTemplates = sql`${findNewest} WHERE t.seller_id = ${p.text('sellerId')} AND t.coupon_id > ${p.text('afterId')} ORDER BY t.coupon_id LIMIT ${p.number('limit')}`

/** Like `listTemplates`, only closed ones. */
export const listClosedTemplates = sql`${findNewest}
  WHERE t.seller_id = ${p.text('sellerId')} AND t.coupon_id > ${p.text('afterId')} AND t.closed_at_ms IS NOT NULL ORDER BY t.coupon_id LIMIT ${p.number('limit')}`

/** Like `listTemplates`, only open ones. */
export const listOpenTemplates = sql`${findNewest}
  WHERE t.seller_id = ${p.text('sellerId')} AND t.coupon_id > ${p.text('afterId')} AND t.closed_at_ms IS NULL ORDER BY t.coupon_id LIMIT ${p.number('limit')}`

/** Decodes a row of `findTemplate…` or of the lists. */
export function templateOfRow(row: SqlRow): StoredTemplate {
  const countsStock = row[at.counts_stock] === 1
  return {
    terms: readTerms(row[at.terms_text]),
    version: Number(row[at.version]),
    newestVersion: Number(row[at.newest_version]),
    isClosed: row[at.closed_at_ms] !== null,
    savedAtMs: Number(row[at.saved_at_ms]),
    countsStock,
    countsMembers: row[at.counts_members] === 1,
    claimed: countsStock
      ? { total: Number(row[at.taken_total]), day: textOf(row[at.day_text]) ?? '', onDay: Number(row[at.taken_day]) }
      : undefined,
  }
}

export const insertTemplate = insertInto(couponTemplateTable)

/** Whether claims are counted against a stock and by member. */
export const countedLimits = assign(['counts_stock', 'counts_members'])

export const raiseTemplateVersion = sql`UPDATE coupon_template SET version = version + 1, ${countedLimits}
  WHERE seller_id = ${p.text('sellerId')} AND coupon_id = ${p.text('couponId')} AND version = ${p.number('version')} AND closed_at_ms IS NULL`

export const closeTemplate = sql`UPDATE coupon_template SET closed_at_ms = ${p.numberOrNull('closedAtMs')}
  WHERE seller_id = ${p.text('sellerId')} AND coupon_id = ${p.text('couponId')} AND version = ${p.number('version')} AND closed_at_ms IS NULL`

export const reopenTemplate = sql`UPDATE coupon_template SET closed_at_ms = NULL
  WHERE seller_id = ${p.text('sellerId')} AND coupon_id = ${p.text('couponId')} AND version = ${p.number('version')} AND closed_at_ms IS NOT NULL`
