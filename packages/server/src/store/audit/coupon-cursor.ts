import { type AuditedCoupon, auditedCouponOfRow, findAuditedCoupons } from '#store/tables/issued-coupon'
import type { SellerAudit } from './findings.ts'

const pageRows = 1000

export type CouponCursor = Readonly<{
  takeUpTo: (lastSeq: number) => Promise<readonly AuditedCoupon[]>
  /** The number up to which coupons were taken. */
  takenUpTo: () => number
}>

/** Below the number of every coupon, zero and negative ones included. */
export const beforeAllCoupons = Number.MIN_SAFE_INTEGER

/** Reads the coupons of a seller after a number once, in the order of their numbers. */
export function couponCursor(
  { reader, sellerId }: Pick<SellerAudit, 'reader' | 'sellerId'>,
  afterSeq: number,
): CouponCursor {
  let takenUpTo = afterSeq
  const coupons = couponsOf(reader, sellerId, afterSeq)
  let next: IteratorResult<AuditedCoupon, undefined> | undefined
  return {
    takenUpTo: () => takenUpTo,
    async takeUpTo(lastSeq) {
      const taken: AuditedCoupon[] = []
      next ??= await coupons.next()
      for (; !next.done && next.value.seq <= lastSeq; next = await coupons.next()) taken.push(next.value)
      takenUpTo = Math.max(takenUpTo, lastSeq)
      return taken
    },
  }
}

async function* couponsOf(
  reader: SellerAudit['reader'],
  sellerId: string,
  afterSeq: number,
): AsyncGenerator<AuditedCoupon, undefined> {
  let lastRead = afterSeq
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
