import type { Page, Paging } from '#domain/page'
import type { ShopGroupReader } from '#domain/shops/shop-group-store'
import { groupsWithShop } from '#domain/shops/shop-list'
import { matchesTemplate, type TemplateFilter } from './template-filter.ts'
import type { StoredTemplate, TemplateListQuery, TemplateReader } from './template-store.ts'

type TemplateListing = Paging &
  Pick<TemplateListQuery, 'isClosed'> &
  Readonly<{
    templates: TemplateReader
    shops: ShopGroupReader
    filter: Omit<TemplateFilter, 'shop'> & Readonly<{ shop?: string | undefined }>
    nowMs: number
  }>

/** Templates that one page looks at; a page of rare ones is shorter, and its cursor goes on from there. */
const maxScanned = 2_000

/** Templates that one statement reads. */
const stepSize = 201

/**
 * One page of a seller's templates, in order of their ids. A cursor is valid only with the `isClosed` it came from. Terms are
 * one text per version, so a filter is applied to what is read, in steps.
 */
export async function listTemplates(listing: TemplateListing): Promise<Page<StoredTemplate>> {
  const { sellerId, isClosed, cursor, limit, nowMs } = listing
  const start = cursorStart(isClosed)
  if (cursor !== undefined && !cursor.startsWith(start)) return { kind: 'invalid-cursor' }
  const filter = await withGroups(listing)
  const isFiltered = Object.values(filter).some((member) => member !== undefined)
  const step = isFiltered ? stepSize : limit + 1
  const page: StoredTemplate[] = []
  let afterCouponId = cursor?.slice(start.length) ?? ''
  for (let scanned = 0; scanned < maxScanned; scanned += step) {
    const found = await listing.templates.listTemplates({ sellerId, isClosed, afterCouponId, limit: step })
    for (const template of found) {
      if (matchesTemplate(template, filter, nowMs)) {
        if (page.length === limit) return { kind: 'page', rows: page, nextCursor: start + afterCouponId }
        page.push(template)
      }
      afterCouponId = template.terms.couponId
    }
    if (found.length < step) return { kind: 'page', rows: page, nextCursor: undefined }
  }
  return { kind: 'page', rows: page, nextCursor: start + afterCouponId }
}

async function withGroups({ sellerId, shops, filter }: TemplateListing): Promise<TemplateFilter> {
  const { shop, ...rest } = filter
  if (shop === undefined) return rest
  const { shopsOf } = await shops.findGroups(sellerId)
  return { ...rest, shop: { shop, groups: groupsWithShop(shopsOf, shop) } }
}

function cursorStart(isClosed: boolean | undefined): string {
  return isClosed === undefined ? 't1.all.' : isClosed ? 't1.closed.' : 't1.open.'
}
