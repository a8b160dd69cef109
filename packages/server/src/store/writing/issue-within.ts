import { paddedList, textForList } from '#database/in-list'
import type { SqlEngine, SqlRow, SqlTransaction } from '#database/sql-engine'
import { transactUpserting } from '#database/transact-upserting'
import { differingFields } from '#domain/coupon/coupon-content'
import type { CouponDraft, CouponIssuer, IssueOutcome } from '#domain/coupon/coupon-store'
import type { Seals } from '#encryption/seals'
import { ChainHead, type Origin } from '#store/events/chain-head'
import type { PhoneBook, PhoneIndex } from '#store/phones/phone-book'
import { couponOfRow, phoneIndexOfRow } from '#store/tables/coupon-row'
import { couponColumns, findCouponsByCodes } from '#store/tables/coupon-statements'
import { findCouponNumbers } from '#store/tables/issued-coupon-statements'
import { type IndexedDraft, indexDraft } from './indexed-draft.ts'
import { insertDrafts } from './insert-drafts.ts'
import { lockIssuers } from './lock-issuers.ts'

/** Coupons of one call; longer transactions stall the other writers of a cluster. */
const maxDrafts = 1000

export type IssuerParts = Readonly<{ engine: SqlEngine; phones: PhoneBook; seals: Seals }>

/** Stores coupons that a file brings. */
export function createCouponIssuer({ engine, phones, seals }: IssuerParts): CouponIssuer {
  return {
    async issueCoupons(sellerId, drafts, nowMs) {
      const origin = { sellerId, atMs: nowMs, actor: 'operator:import', requestId: undefined }
      let before: readonly IssueOutcome[] | undefined
      return transactUpserting(
        engine,
        async (transaction) => {
          const head = new ChainHead({ transaction, origin, seals })
          const outcomes = await issueWithin({ transaction, phones, origin, head }, drafts)
          await head.close()
          before = before === undefined ? outcomes : await withOwn({ transaction, sellerId, drafts, before }, outcomes)
          return before
        },
        sellerId,
      )
    },
  }
}

type Repetition = Readonly<{
  transaction: SqlTransaction
  sellerId: string
  drafts: readonly CouponDraft[]
  /** What an earlier run of the same work came to. */
  before: readonly IssueOutcome[]
}>

/**
 * The outcomes of a work that is run again. Where the answer to the COMMIT before was lost, it may meet coupons that it stored
 * itself: they stand under the numbers that it gave them.
 */
async function withOwn(
  { transaction, sellerId, drafts, before }: Repetition,
  outcomes: readonly IssueOutcome[],
): Promise<readonly IssueOutcome[]> {
  const merged = outcomes.map((outcome, place) => {
    const earlier = before[place]
    return outcome.kind === 'existing' && earlier?.kind === 'created' ? earlier : outcome
  })
  const place = merged.findIndex((outcome, index) => outcome !== outcomes[index])
  const [draft, first] = [drafts[place], merged[place]]
  if (draft === undefined || first?.kind !== 'created') return outcomes
  const numbers = await transaction.one(findCouponNumbers, [sellerId, draft.terms.couponCode])
  return Number(numbers?.[0]) === first.seq ? merged : outcomes
}

/** Whoever issues coupons, in a transaction. */
export type Issue = Readonly<{
  transaction: SqlTransaction
  phones: PhoneBook
  origin: Origin
  /** Left open. */
  head: ChainHead
  /** Version of the template whose coupons these are. */
  templateVersion?: number | undefined
}>

/**
 * Stores those of the drafts whose codes do not stand yet, with their `issued` events. The counter comes first: it makes
 * issuers of one seller wait for each other before they look which codes stand.
 * @param drafts 1..1000, no code twice
 */
export async function issueWithin(issue: Issue, drafts: readonly CouponDraft[]): Promise<readonly IssueOutcome[]> {
  checkDrafts(drafts)
  const { transaction, phones, origin } = issue
  const indexed = drafts.map((draft) => indexDraft(origin.sellerId, draft, phones))
  await lockIssuers(transaction, origin.sellerId)
  const standing = await findStanding(issue, indexed)
  const newDrafts = indexed.filter(({ draft }) => !standing.has(draft.terms.couponCode))
  const firstSeq = newDrafts.length === 0 ? 0 : await insertDrafts(issue, newDrafts)
  let created = 0
  return indexed.map((given): IssueOutcome => {
    const row = standing.get(given.draft.terms.couponCode)
    if (row !== undefined) return compared(origin.sellerId, row, given)
    created += 1
    return { kind: 'created', seq: firstSeq + created - 1 }
  })
}

function checkDrafts(drafts: readonly CouponDraft[]): void {
  if (drafts.length < 1 || drafts.length > maxDrafts) throw new RangeError(`${drafts.length} drafts in one issue`)
  if (new Set(drafts.map(({ terms }) => terms.couponCode)).size < drafts.length) {
    throw new RangeError('a coupon code stands twice in one issue')
  }
}

async function findStanding(
  { transaction, origin }: Issue,
  drafts: readonly IndexedDraft[],
): Promise<ReadonlyMap<string, SqlRow>> {
  const codes = paddedList(drafts.map(({ draft }) => draft.terms.couponCode))
  const rows = await transaction.all(textForList(findCouponsByCodes, codes), [origin.sellerId, ...codes])
  return new Map(rows.map((row) => [String(row[1]), row]))
}

/** As it was issued, which a return may have moved. Phones are compared by their index, so nothing is decrypted. */
function compared(sellerId: string, row: SqlRow, { draft, phoneIndex }: IndexedDraft): IssueOutcome {
  const standingIndex = phoneIndexOfRow(row)
  const phone = isSameIndex(standingIndex, phoneIndex) ? draft.terms.phone : otherPhone
  const { terms, state } = couponOfRow(sellerId, row, phone)
  const issuedEndDate = row[couponColumns.length + 1]
  const issued = typeof issuedEndDate === 'string' ? { ...terms, endDate: issuedEndDate } : terms
  const fields = differingFields({ terms: issued, state }, draft)
  return fields.length === 0 ? { kind: 'existing' } : { kind: 'conflict', fields }
}

/** Equals no phone: only compared, never stored or shown. */
const otherPhone = ''

function isSameIndex(left: PhoneIndex | undefined, right: PhoneIndex | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  return Buffer.compare(left, right) === 0
}
