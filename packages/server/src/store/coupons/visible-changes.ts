import type { SqlEngine, SqlTransaction, SqlValue } from '../sql/sql-engine.ts'
import { couponColumns, insertCoupon } from '../statements/coupon-statements.ts'
import { changeCoupon, moveEndDate } from '../statements/live-coupon-statements.ts'
import type { ChangeLog, ChangeTag } from './change-log.ts'

/** The key that a list of coupons is found by, or `chain` for all of them. */
export type ListKey = 'coupon_code' | 'phone_index' | 'card_no' | 'channel' | 'chain'

/** Stands for a list of a chain, which changes when a coupon with that value is issued. */
export function listTag(sellerId: string, key: ListKey, value: SqlValue): ChangeTag {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
  return `${key} ${sellerId} ${text}`
}

/**
 * An engine that notes in a log what its works change of what pages show. It goes by the statements: whoever runs one that
 * is not in the table below changes nothing that a page shows.
 *
 * Each change is noted twice: before it is committed, so that no page from before is given after the commit, and
 * after it, so that none is kept that was read in between.
 */
export function notingChanges(engine: SqlEngine, log: ChangeLog): SqlEngine {
  return {
    reader: engine.reader,
    foreignCommits: engine.foreignCommits,
    close: () => engine.close(),
    async transact(work) {
      const changed: ChangeTag[] = []
      const note = (text: string, rows: readonly (readonly SqlValue[])[]) => {
        const tags = rows.flatMap((values) => tagsOfStatement.get(text)?.(values) ?? [])
        log.note(tags)
        changed.push(...tags)
      }
      try {
        return await engine.transact((transaction) => work(noting(transaction, note)))
      } finally {
        log.note(changed)
      }
    },
  }
}

type Note = (text: string, rows: readonly (readonly SqlValue[])[]) => void

function noting({ all, one, run, insertMany }: SqlTransaction, note: Note): SqlTransaction {
  return {
    all,
    one,
    run(text, values) {
      note(text, [values])
      return run(text, values)
    },
    insertMany(text, rows) {
      note(text, rows)
      return insertMany(text, rows)
    },
  }
}

type TagsOfValues = (values: readonly SqlValue[]) => readonly ChangeTag[]

/** Every statement that writes to a column of a coupon which pages show. */
export const tagsOfStatement: ReadonlyMap<string, TagsOfValues> = new Map([
  [insertCoupon, tagsOfIssue],
  // Seller, number and version come last; seller and number there.
  [changeCoupon, (values) => [Number(values.at(-2))]],
  [moveEndDate, (values) => [Number(values.at(-1))]],
])

const placeOf = (column: (typeof couponColumns)[number]) => couponColumns.indexOf(column)
const places = { code: placeOf('coupon_code'), card: placeOf('card_no'), channel: placeOf('channel') }
const phonePlace = couponColumns.length
const sellerPlace = phonePlace + 1

function tagsOfIssue(values: readonly SqlValue[]): readonly ChangeTag[] {
  const sellerId = String(values[sellerPlace])
  const tag = (key: ListKey, place: number) => listTag(sellerId, key, values[place] ?? null)
  return [
    listTag(sellerId, 'chain', null),
    tag('channel', places.channel),
    tag('coupon_code', places.code),
    tag('card_no', places.card),
    tag('phone_index', phonePlace),
  ]
}
