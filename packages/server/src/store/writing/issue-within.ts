import { allInList } from '#database/in-list'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import { differingFields } from '#domain/coupon/coupon-content'
import type { CouponDraft, CouponIssuer, IssueOutcome } from '#domain/coupon/coupon-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { MemberNumber } from '#domain/members/member'
import { ChainHead, type Origin } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import { withIdentifiers } from '#store/reading/with-identifiers'
import { couponAsIssuedOfRow, findCouponsByCodes } from '#store/tables/coupon'
import { insertDrafts } from './insert-drafts.ts'
import { MemberNames } from './member-names.ts'

/** Coupons of one call; longer transactions stall the other writers of a cluster. */
const maxDrafts = 1000

export type IssuerParts = Readonly<{ engine: SqlEngine; identifiers: Identifiers; keyring: Keyring }>

/** Stores coupons that a file brings. */
export function createCouponIssuer({ engine, identifiers, keyring }: IssuerParts): CouponIssuer {
  return {
    async issueCoupons(sellerId, drafts, nowMs) {
      const origin = { sellerId, atMs: nowMs, actor: 'operator:import', requestId: undefined }
      return transactUnit(engine, { sellerId }, async (unit) => {
        const head = new ChainHead({ unit, origin, keyring })
        await head.lock()
        const names = new MemberNames({ unit, identifiers, origin, head })
        const outcomes = await issueWithin({ unit, identifiers, names, origin, head }, drafts)
        head.close()
        return outcomes
      })
    },
  }
}

/** An issue of coupons inside a work. */
export type Issue = Readonly<{
  unit: UnitOfWork
  identifiers: Identifiers
  names: MemberNames
  origin: Origin
  /** Left open. */
  head: ChainHead
  /** Version of the template whose coupons these are. */
  templateVersion?: number | undefined
  /** Called with the members whose coupons they are. */
  onNamed?: ((memberNos: readonly MemberNumber[]) => void) | undefined
}>

/**
 * Stores those of the drafts whose codes are new, with their `issued` events.
 * @param drafts 1..1000, no code twice
 */
export async function issueWithin(issue: Issue, drafts: readonly CouponDraft[]): Promise<readonly IssueOutcome[]> {
  checkDrafts(drafts)
  const existing = await findExisting(issue, drafts)
  const newDrafts = drafts.filter(({ terms }) => !existing.has(terms.couponCode))
  const firstSeq = newDrafts.length === 0 ? 0 : await insertDrafts(issue, newDrafts)
  let created = 0
  return drafts.map((draft): IssueOutcome => {
    const stored = existing.get(draft.terms.couponCode)
    if (stored !== undefined) return compare(stored, draft)
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

/** @returns coupons by code, as they were issued */
async function findExisting(
  { unit, identifiers, origin }: Issue,
  drafts: readonly CouponDraft[],
): Promise<ReadonlyMap<string, StoredCoupon>> {
  const { sellerId } = origin
  const list = drafts.map(({ terms }) => terms.couponCode)
  const rows = await allInList(unit, findCouponsByCodes, { before: [sellerId], list })
  const coupons = await withIdentifiers({ reader: unit, identifiers }, { sellerId, rows }, couponAsIssuedOfRow)
  return new Map(coupons.map((coupon) => [coupon.terms.couponCode, coupon]))
}

function compare(stored: StoredCoupon, draft: CouponDraft): IssueOutcome {
  const fields = differingFields(stored, draft)
  return fields.length === 0 ? { kind: 'existing' } : { kind: 'conflict', fields }
}
