import { canonicalJson } from '#domain/lifecycle/canonical-json'
import { listOf } from '#domain/lifecycle/check-order'
import { normalisePhone } from '#domain/phone'
import type { CouponSearch, CouponSearcher, SearchFilter, SearchPage } from './coupon-search.ts'

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

const form = /^c1\.(\d{1,15})\.([0-9a-z]{1,7})$/

/** The position where a search continues, bound to its filters. */
function writeCursor(position: number, filter: SearchFilter): string {
  return `c1.${position}.${fingerprint(filter)}`
}

/** @returns the position; undefined when it is not a cursor, or one of other filters */
function readCursor(cursor: string, filter: SearchFilter): number | undefined {
  const parts = form.exec(cursor)
  return parts !== null && parts[2] === fingerprint(filter) ? Number(parts[1]) : undefined
}

/** FNV-1a, 32 bits: finds mistakes; a forged cursor reveals nothing that its filters would not. */
function fingerprint(filter: SearchFilter): string {
  let hash = 0x811c9dc5
  for (const unit of canonicalJson(filter)) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
