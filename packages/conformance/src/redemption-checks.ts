import { expect } from 'expect'
import fc from 'fast-check'
import {
  type CouponDraft,
  draftOf,
  type FoundRedemption,
  issuerOf,
  listRedemptions,
  newSeller,
  noon,
  type RedemptionFilter,
  requestOf,
  returnCoupon,
  type Store,
  unlimited,
} from '#server/testing'
import { redeemOne } from '#server/testing/calls'
import type { Checks, Programs } from './programs.ts'

/** What every engine must do with lists of redemptions. */
export const redemptionChecks: Checks = {
  async 'every page of any filter together gives what a list filtered by hand has, in order'(programs) {
    const all = await prepare(programs)
    const sellerId = programs.sellerId
    await fc.assert(
      fc.asyncProperty(
        anyFilter,
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        async (filter, limit, isNewestFirst) => {
          const found = await listAll(programs.other, sellerId, { filter, limit, isNewestFirst })
          const expected = all.filter((redemption) => matches(redemption, filter))
          expect(found).toEqual(isNewestFirst ? expected.toReversed() : expected)
        },
      ),
      { numRuns: 100 },
    )
  },

  async 'a redemption is read by another program as soon as it is answered, and is nothing of another seller'(
    programs,
  ) {
    const { one, other, sellerId } = programs
    const orderId = 'POS-13912345678'
    await issuerOf(one).issueCoupons(sellerId, [draftAt('c')], noon)
    const redemptionId = await redeemAt(one, sellerId, { couponCode: 'c', orderId, shop: undefined, atMs: noon })
    const stored = { redemptionId, orderId, couponCode: 'c', atMs: noon, returned: undefined }
    expect(await other.redemptionReader.findRedemption(sellerId, redemptionId)).toMatchObject(stored)
    expect(await listAll(other, sellerId, { filter: { orderId }, limit: 1 })).toMatchObject([stored])
    const stranger = newSeller()
    expect(await other.redemptionReader.findRedemption(stranger, redemptionId)).toBeUndefined()
    expect(await listAll(other, stranger, { filter: {}, limit: 1 })).toEqual([])
  },
}

const orderIds = ['SO-1', 'SO-2', 'POS-13900000012']
const shops = [undefined, '01', '02']
const count = 60

type Use = Readonly<{ couponCode: string; orderId: string; shop: string | undefined; atMs: number }>

/** Coupons that are redeemed at few moments, so that many have the same one; a third of them is returned. */
async function prepare({ one, other, sellerId }: Programs): Promise<readonly FoundRedemption[]> {
  const codes = Array.from({ length: count }, (_, place) => `c${place}`)
  await issuerOf(one).issueCoupons(sellerId, codes.map(draftAt), noon - hourMs)
  const ids: string[] = []
  for (const [place, couponCode] of codes.entries()) {
    const [orderId = '', shop] = [orderIds[place % 3], shops[(place * 7) % 5]]
    const use = {
      couponCode,
      orderId: place % 2 === 0 ? `SO-own-${place}` : orderId,
      shop,
      atMs: noon - (place % 4) * 1000,
    }
    ids.push(await redeemAt(one, sellerId, use))
  }
  for (const redemptionId of ids.filter((_, place) => place % 3 === 0)) {
    const request = requestOf(sellerId)
    await returnCoupon({ lifecycle: other.lifecycleStore, request, redemptionId, reason: '退货' })
  }
  const found = await Promise.all(ids.map((id) => one.redemptionReader.findRedemption(sellerId, id)))
  return found
    .filter((redemption) => redemption !== undefined)
    .toSorted((left, right) => left.atMs - right.atMs || (left.redemptionId < right.redemptionId ? -1 : 1))
}

/** Usable in every shop on every order. */
function draftAt(couponCode: string): CouponDraft {
  return draftOf({ ...unlimited, couponCode, couponAmountFen: undefined })
}

function redeemAt(store: Store, sellerId: string, use: Use): Promise<string> {
  const { couponCode, atMs: redeemedAtMs, ...others } = use
  return redeemOne(store, requestOf(sellerId), { ...others, couponCodes: [couponCode], redeemedAtMs })
}

type Listing = Readonly<{ filter: RedemptionFilter; limit: number; isNewestFirst?: boolean }>

async function listAll(store: Store, sellerId: string, listing: Listing): Promise<readonly FoundRedemption[]> {
  const found: FoundRedemption[] = []
  let cursor: string | undefined
  do {
    const page = await listRedemptions({ redemptions: store.redemptionReader, sellerId, ...listing, cursor })
    if (page.kind === 'invalid-cursor') throw new Error('the cursor it gave is refused')
    found.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

/** Whether a redemption meets all filters, decided by hand. */
function matches(redemption: FoundRedemption, filter: RedemptionFilter): boolean {
  const { atMs, returned } = redemption
  return (
    (['orderId', 'shop', 'couponCode'] as const).every(
      (name) => (filter[name] ?? redemption[name]) === redemption[name],
    ) &&
    atMs >= (filter.fromMs ?? 0) &&
    atMs < (filter.untilMs ?? Number.POSITIVE_INFINITY) &&
    (filter.isReturned ?? returned !== undefined) === (returned !== undefined)
  )
}

const hourMs = 3_600_000
const maybe = <Value>(...values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })
const moments = [noon - 3000, noon - 2000, noon - 1000, noon, noon + 1]

const anyFilter: fc.Arbitrary<RedemptionFilter> = fc.record({
  orderId: maybe(...orderIds, 'SO-own-4', 'POS-13900000099'),
  shop: maybe('01', '02', '03'),
  couponCode: fc.option(fc.constantFrom('c1', 'c3', 'c9', 'none'), { nil: undefined, freq: 1 }),
  fromMs: maybe(...moments),
  untilMs: maybe(...moments),
  isReturned: maybe(true, false),
})
