import { allInList, type ListValues } from '#database/in-list'
import { LostRaceError } from '#database/lost-race-error'
import type { SqlRow } from '#database/sql-engine'
import type { UnitOfWork } from '#database/unit-of-work'
import { findCouponsByCodes, storedCouponOfRow } from '#store/tables/coupon'

/**
 * The coupons that a work looked up, in all of its runs. A cluster shows a work what others commit between two of its reads, so a refusal may rest on a coupon
 * of before and an order of after: a coupon that its own repetition put on the order would seem free and the order covered. What is written
 * is guarded by versions; a refusal writes nothing, so it asks here.
 */
export class SeenCoupons {
  #lookups: Readonly<{ values: ListValues; rows: readonly SqlRow[] }>[] = []
  readonly #seqs = new Set<number>()

  /** Coupons that this run or an earlier one looked up. */
  get seqs(): readonly number[] {
    return [...this.#seqs]
  }

  /** Forgets what earlier runs read. */
  beginRun(): void {
    this.#lookups = []
  }

  /** @param values seller and codes */
  note(values: ListValues, rows: readonly SqlRow[]): void {
    this.#lookups.push({ values, rows })
    for (const row of rows) this.#seqs.add(storedCouponOfRow(row).seq)
  }

  /** @throws LostRaceError when another writer changed one of them, or issued one, meanwhile */
  async expectUnchanged(unit: UnitOfWork): Promise<void> {
    for (const { values, rows } of this.#lookups) {
      const now = await allInList(unit, findCouponsByCodes, values)
      if (versionsOf(now) !== versionsOf(rows)) throw new LostRaceError('a coupon was changed by another call')
    }
  }
}

function versionsOf(rows: readonly SqlRow[]): string {
  const versions = rows.map((row) => storedCouponOfRow(row)).map(({ seq, version }) => `${seq}:${version}`)
  return versions.sort().join()
}
