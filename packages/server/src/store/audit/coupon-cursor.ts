import { type AuditedCoupon, auditedCouponOfRow, findAuditedCoupons } from '#store/tables/issued-coupon'
import type { SellerAudit } from './findings.ts'

const pageRows = 1000

export type TakeUpTo = (lastSeq: number) => Promise<readonly AuditedCoupon[]>

/**
 * Reads the coupons of a seller once, in the order of their numbers.
 * @param afterSeq default: below every number, zero and negative ones included
 */
export function couponCursor(
  { reader, sellerId }: Pick<SellerAudit, 'reader' | 'sellerId'>,
  afterSeq = Number.MIN_SAFE_INTEGER,
): TakeUpTo {
  const coupons = couponsOf(reader, sellerId, afterSeq)
  let next: IteratorResult<AuditedCoupon, undefined> | undefined
  return async (lastSeq) => {
    const taken: AuditedCoupon[] = []
    next ??= await coupons.next()
    for (; !next.done && next.value.seq <= lastSeq; next = await coupons.next()) taken.push(next.value)
    return taken
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
