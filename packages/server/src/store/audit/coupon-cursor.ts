import type { SqlReader, SqlRow } from '#database/sql-engine'
import { findIssuedTerms } from '#store/tables/issued-coupon-statements'

const pageRows = 1000
/** Below every number, zero and negative ones included. */
const beforeAll = Number.MIN_SAFE_INTEGER

/** Reads the coupons of a seller once, in the order of their numbers. */
export class CouponCursor {
  readonly #reader: SqlReader
  readonly #sellerId: string
  #page: readonly SqlRow[] = []
  #place = 0
  #lastRead = beforeAll
  #isAtEnd = false

  constructor(reader: SqlReader, sellerId: string) {
    this.#reader = reader
    this.#sellerId = sellerId
  }

  /** The coupons not taken yet, up to a number; rows of `findIssuedTerms`. */
  async takeUpTo(lastSeq: number): Promise<readonly SqlRow[]> {
    const taken: SqlRow[] = []
    for (let row = await this.#peek(); row !== undefined && Number(row[0]) <= lastSeq; row = await this.#peek()) {
      taken.push(row)
      this.#place += 1
    }
    return taken
  }

  async #peek(): Promise<SqlRow | undefined> {
    if (this.#place === this.#page.length && !this.#isAtEnd) {
      this.#page = await this.#reader.all(findIssuedTerms, [this.#sellerId, this.#lastRead, pageRows])
      this.#place = 0
      this.#lastRead = Number(this.#page.at(-1)?.[0] ?? this.#lastRead)
      this.#isAtEnd = this.#page.length < pageRows
    }
    return this.#page[this.#place]
  }
}
