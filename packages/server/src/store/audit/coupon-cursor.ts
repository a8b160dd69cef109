import type { SqlReader } from '#database/sql-engine'
import { type AuditedCoupon, auditedCouponOfRow, findAuditedCoupons } from '#store/tables/issued-coupon'

const pageRows = 1000

/** Reads the coupons of a seller once, in the order of their numbers. */
export class CouponCursor {
  readonly #coupons: AsyncGenerator<AuditedCoupon, undefined>
  #next: IteratorResult<AuditedCoupon, undefined> | undefined

  constructor(reader: SqlReader, sellerId: string) {
    this.#coupons = couponsOf(reader, sellerId)
  }

  /** The coupons not read yet, up to a number. */
  async takeUpTo(lastSeq: number): Promise<readonly AuditedCoupon[]> {
    const taken: AuditedCoupon[] = []
    let next = this.#next ?? (await this.#coupons.next())
    for (; !next.done && next.value.seq <= lastSeq; next = await this.#coupons.next()) taken.push(next.value)
    this.#next = next
    return taken
  }
}

async function* couponsOf(reader: SqlReader, sellerId: string): AsyncGenerator<AuditedCoupon, undefined> {
  // Below every number, zero and negative ones included.
  let lastRead = Number.MIN_SAFE_INTEGER
  for (;;) {
    const page = (await reader.all(findAuditedCoupons, [sellerId, lastRead, pageRows])).map(auditedCouponOfRow)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageRows) return undefined
    lastRead = last.seq
  }
}
