import { paddedList, textForList } from '#database/in-list'
import type { SqlEngine, SqlRow } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import { differingFields } from '#domain/coupon/coupon-content'
import type { CouponDraft, CouponIssuer, IssueOutcome } from '#domain/coupon/coupon-store'
import type { Seals } from '#encryption/seals'
import { ChainHead, type Origin } from '#store/events/chain-head'
import type { MemberPhones, PhoneIndex } from '#store/phones/member-phones'
import {
  couponOfRow,
  findCouponsByCodes,
  issuedLifecycleOfRow,
  phoneIndexOfRow,
  storedCouponOfRow,
} from '#store/tables/coupon'
import { type IndexedDraft, insertDrafts } from './insert-drafts.ts'
import { lockIssuers } from './lock-issuers.ts'

/** Coupons of one call; longer transactions stall the other writers of a cluster. */
const maxDrafts = 1000

export type IssuerParts = Readonly<{ engine: SqlEngine; phones: MemberPhones; seals: Seals }>

/** Stores coupons that a file brings. */
export function createCouponIssuer({ engine, phones, seals }: IssuerParts): CouponIssuer {
  return {
    async issueCoupons(sellerId, drafts, nowMs) {
      const origin = { sellerId, atMs: nowMs, actor: 'operator:import', requestId: undefined }
      return transactUnit(
        engine,
        async (unit) => {
          const head = new ChainHead({ unit, origin, seals })
          const outcomes = await issueWithin({ unit, phones, origin, head }, drafts)
          head.close()
          return outcomes
        },
        { sellerId },
      )
    },
  }
}

/** An issue of coupons inside a work. */
export type Issue = Readonly<{
  unit: UnitOfWork
  phones: MemberPhones
  origin: Origin
  /** Left open. */
  head: ChainHead
  /** Version of the template whose coupons these are. */
  templateVersion?: number | undefined
}>

/**
 * Stores those of the drafts whose codes are new, with their `issued` events. The counter comes first: it makes issuers
 * of one seller wait for each other before they look up which codes exist.
 * @param drafts 1..1000, no code twice
 */
export async function issueWithin(issue: Issue, drafts: readonly CouponDraft[]): Promise<readonly IssueOutcome[]> {
  checkDrafts(drafts)
  const { unit, phones, origin } = issue
  const { sellerId } = origin
  const indexed = drafts.map((draft): IndexedDraft => {
    const { phone } = draft.terms
    return { draft, phoneIndex: phone === undefined ? undefined : phones.indexOf(sellerId, phone) }
  })
  await lockIssuers(unit, sellerId)
  const existing = await findExisting(issue, drafts)
  const newDrafts = indexed.filter(({ draft }) => !existing.has(draft.terms.couponCode))
  const firstSeq = newDrafts.length === 0 ? 0 : await insertDrafts(issue, newDrafts)
  let created = 0
  return indexed.map((given): IssueOutcome => {
    const row = existing.get(given.draft.terms.couponCode)
    if (row !== undefined) return compare(sellerId, row, given)
    created += 1
    return { kind: 'created', seq: firstSeq + created - 1 }
  })
}

function checkDrafts(drafts: readonly CouponDraft[]): void {
  if (drafts.length < 1 || drafts.length > maxDrafts) throw new RangeError(`${drafts.length} drafts in one issue`)
  if (new Set(drafts.map(({ terms }) => terms.couponCode)).size < drafts.length) {
    throw new RangeError('a coupon code is given twice in one issue')
  }
}

/** @returns rows of `storedCoupon` by code */
async function findExisting(
  { unit, origin }: Issue,
  drafts: readonly CouponDraft[],
): Promise<ReadonlyMap<string, SqlRow>> {
  const codes = paddedList(drafts.map(({ terms }) => terms.couponCode))
  const rows = await unit.all(textForList(findCouponsByCodes, codes), [origin.sellerId, ...codes])
  return new Map(rows.map((row) => [storedCouponOfRow(row).terms.couponCode, row]))
}

/** Compares a draft with the coupon as issued; a return may have moved its last day since. Phones are compared by index, so nothing is decrypted. */
function compare(sellerId: string, row: SqlRow, { draft, phoneIndex }: IndexedDraft): IssueOutcome {
  const phone = isSameIndex(phoneIndexOfRow(row), phoneIndex) ? draft.terms.phone : otherPhone
  const { terms, state } = couponOfRow(sellerId, row, phone)
  const issued = { ...terms, endDate: issuedLifecycleOfRow(row).endDate }
  const fields = differingFields({ terms: issued, state }, draft)
  return fields.length === 0 ? { kind: 'existing' } : { kind: 'conflict', fields }
}

/** Equals no phone: only compared, never stored or shown. */
const otherPhone = ''

function isSameIndex(left: PhoneIndex | undefined, right: PhoneIndex | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  return Buffer.compare(left, right) === 0
}
