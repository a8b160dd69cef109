import type { SqlReader } from '#database/sql-engine'
import { type AuditedCoupon, auditedCouponOfRow, findAuditedCoupons } from '#store/tables/issued-coupon'

const pageRows = 1000
/** Below every number, zero and negative ones included. */
const beforeAll = Number.MIN_SAFE_INTEGER

/** Reads the coupons of a seller once, in the order of their numbers. */
export class CouponCursor {
  readonly #reader: SqlReader
  readonly #sellerId: string
  #page: readonly AuditedCoupon[] = []
  #place = 0
  #lastRead = beforeAll
  #isAtEnd = false

  constructor(reader: SqlReader, sellerId: string) {
    this.#reader = reader
    this.#sellerId = sellerId
  }

  /** The coupons not read yet, up to a number. */
  async takeUpTo(lastSeq: number): Promise<readonly AuditedCoupon[]> {
    const coupons: AuditedCoupon[] = []
    for (let next = await this.#peek(); next !== undefined && next.seq <= lastSeq; next = await this.#peek()) {
      coupons.push(next)
      this.#place += 1
    }
    return coupons
  }

  async #peek(): Promise<AuditedCoupon | undefined> {
    if (this.#place === this.#page.length && !this.#isAtEnd) {
      const rows = await this.#reader.all(findAuditedCoupons, [this.#sellerId, this.#lastRead, pageRows])
      this.#page = rows.map(auditedCouponOfRow)
      this.#place = 0
      this.#lastRead = this.#page.at(-1)?.seq ?? this.#lastRead
      this.#isAtEnd = this.#page.length < pageRows
    }
    return this.#page[this.#place]
  }
}
