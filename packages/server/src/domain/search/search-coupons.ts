import { listOf } from '#domain/comma-list'
import { normalisePhone } from '#domain/phone'
import type { CouponSearch, CouponSearcher, SearchFilter, SearchPage } from './coupon-search.ts'
import { readCursor, writeCursor } from './search-cursor.ts'

/** A search; `cursor`: of the page before, absent at the start. */
export type Searching = Omit<CouponSearch, 'afterPosition'> &
  Readonly<{ coupons: CouponSearcher; cursor: string | undefined }>

type FoundPage =
  | (Omit<SearchPage, 'nextPosition'> & Readonly<{ kind: 'page'; nextCursor: string | undefined }>)
  | Readonly<{ kind: 'invalid-cursor' }>

/** One page of the coupons that meet all filters, in order of issue. Continue until there is no next cursor. */
export async function searchCoupons(searching: Searching): Promise<FoundPage> {
  const { coupons, sellerId, cursor, limit, nowMs } = searching
  const filter = withPlainPhone(searching.filter)
  const afterPosition = cursor === undefined ? 0 : readCursor(cursor, filter)
  if (afterPosition === undefined) return { kind: 'invalid-cursor' }
  const page = await coupons.searchCoupons({ sellerId, filter, afterPosition, limit, nowMs })
  return {
    kind: 'page',
    coupons: page.coupons.filter(({ terms }) => isUsableIn(terms.shop, filter.shop)),
    nextCursor: page.nextPosition === undefined ? undefined : writeCursor(page.nextPosition, filter),
    totalCount: page.totalCount,
  }
}

function withPlainPhone(filter: SearchFilter): SearchFilter {
  return filter.phone === undefined ? filter : { ...filter, phone: normalisePhone(filter.phone) }
}

/** The store looks for the shop's text anywhere in the list; this checks whether it is a member of the list. */
function isUsableIn(shops: string | undefined, shop: string | undefined): boolean {
  return shop === undefined || shops === undefined || listOf(shops).includes(shop)
}
