import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import type { CouponDraft, CouponIssuer } from '#domain/coupon/coupon-store'
import { issueDrafts } from '#domain/lifecycle/issue-drafts'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import { decideWithin } from './decide-within.ts'
import { writerParts } from './writer-parts.ts'

/** Coupons of one call; longer transactions stall the other writers of a cluster. */
const maxDrafts = 1000

export type IssuerParts = Readonly<{ engine: SqlEngine; identifiers: Identifiers; keyring: Keyring }>

/** Stores coupons that a file brings. They have no request number: a code that exists is compared. */
export function createCouponIssuer({ engine, identifiers, keyring }: IssuerParts): CouponIssuer {
  return {
    async issueCoupons(sellerId, drafts, nowMs) {
      checkDrafts(drafts)
      const origin = { sellerId, atMs: nowMs, actor: 'operator:import', requestId: undefined }
      return transactUnit(engine, { sellerId }, async (unit) => {
        const head = new ChainHead({ unit, origin, keyring })
        await head.lock()
        const writing = writerParts({ unit, identifiers, keyring, memberKeys: noErasures, origin, head })
        const decision = await decideWithin(writing, issueDrafts, { input: { drafts }, nowMs })
        if (decision.kind === 'refused') throw new TypeError('an issue of drafts is refused one by one')
        head.close()
        return decision.answer
      })
    },
  }
}

/** An issue erases nobody. */
const noErasures = {
  intendErasure: async () => {
    throw new TypeError('an issue erases nobody')
  },
}

function checkDrafts(drafts: readonly CouponDraft[]): void {
  if (drafts.length < 1 || drafts.length > maxDrafts) throw new RangeError(`${drafts.length} drafts in one issue`)
  if (new Set(drafts.map(({ terms }) => terms.couponCode)).size < drafts.length) {
    throw new RangeError('a coupon code is given twice in one issue')
  }
}
