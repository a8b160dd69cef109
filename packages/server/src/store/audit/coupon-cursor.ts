import type { SqlReader } from '#database/sql-engine'
import { type AuditedCoupon, auditedCouponOfRow, findAuditedCoupons } from '#store/tables/issued-coupon'

const pageRows = 1000

export type TakeUpTo = (lastSeq: number) => Promise<readonly AuditedCoupon[]>

/** Reads the coupons of a seller once, in the order of their numbers. */
export function couponCursor(reader: SqlReader, sellerId: string): TakeUpTo {
  const coupons = couponsOf(reader, sellerId)
  let next: IteratorResult<AuditedCoupon, undefined> | undefined
  return async (lastSeq) => {
    const taken: AuditedCoupon[] = []
    next ??= await coupons.next()
    for (; !next.done && next.value.seq <= lastSeq; next = await coupons.next()) taken.push(next.value)
    return taken
  }
}

async function* couponsOf(reader: SqlReader, sellerId: string): AsyncGenerator<AuditedCoupon, undefined> {
  // Below every number, zero and negative ones included.
  let lastRead = Number.MIN_SAFE_INTEGER
  for (;;) {
    const page = (await reader.all(findAuditedCoupons({ sellerId, afterSeq: lastRead, limit: pageRows }))).map(
      auditedCouponOfRow,
    )
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageRows) return undefined
    lastRead = last.seq
  }
}
