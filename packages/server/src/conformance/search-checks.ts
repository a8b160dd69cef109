import fc from 'fast-check'
import { draftOf } from '#conformance/example-draft'
import { couponStatus } from '#domain/coupon/coupon-status'
import { dayOf } from '#domain/dates'
import { holdCoupon } from '#domain/lifecycle/hold-coupon'
import type { WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { SearchFilter } from '#domain/search/coupon-search'
import { searchCoupons } from '#domain/search/search-coupons'
import type { Store } from '#store/open-store'
import { newSeller, type Stores, storeAt } from './programs.ts'
import { describe, expect, test } from './suite.ts'

/** What every engine must do with searches. */
export function searchChecks(stores: Stores): void {
  describe('searches', () => searching(() => storeAt(stores, 0)))
}

function searching(store: () => Store): void {
  let preparing: Promise<Prepared> | undefined
  const prepared = (): Promise<Prepared> => {
    preparing ??= prepare(store())
    return preparing
  }
  test('every page of any filter together gives what a list filtered by hand has, in order', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, fc.integer({ min: 1, max: 90 }), async (filter, limit) => {
        const codes: string[] = []
        let cursor: string | undefined
        do {
          const page = await search(await prepared(), filter, { cursor, limit })
          if (page.kind === 'invalid-cursor') throw new Error('the cursor it gave is refused')
          codes.push(...page.coupons.map(({ terms }) => terms.couponCode))
          cursor = page.nextCursor
        } while (cursor !== undefined)
        const expected = (await prepared()).coupons.filter((coupon) => matches(coupon, filter))
        expect(codes).toEqual(expected.map(({ terms }) => terms.couponCode))
      }),
      { numRuns: 200 },
    )
  })

  test('a coupon that is found shows its phone and the order that used it', async () => {
    const page = await search(
      await prepared(),
      { phone: '+86 18612255668', status: '1', usedFrom: '2026-11-23' },
      { limit: 200 },
    )
    const [first] = page.kind === 'page' ? page.coupons : []
    expect(first).toMatchObject({ terms: { phone: '18612255668' }, state: { redemption: { orderId: 'SO' } } })
  })

  test.each<[string, SearchFilter, number | undefined]>([
    ['the chain', {}, 240],
    ['a channel', { channel: 'erp' }, 120],
    ['a member', { phone: '18612255668' }, 48],
    ['a card', { cardNo: '88' }, 35],
    ['a template', { couponId: 'A' }, undefined],
    ['a channel and a status', { channel: 'erp', status: '0' }, undefined],
  ])('counts %s where that is cheap', async (_name, filter, totalCount) => {
    expect(await search(await prepared(), filter, { limit: 1 })).toMatchObject({ totalCount })
  })

  test.each([[''], ['c1'], ['c1.5.zzzzzz'], ['c2.5.1'], ['c1.-1.a'], ["c1.1' OR '1.a"]])(
    'refuses %j as a cursor',
    async (cursor) => {
      expect(await search(await prepared(), {}, { cursor, limit: 10 })).toEqual({ kind: 'invalid-cursor' })
    },
  )

  test('refuses the cursor of other filters', async () => {
    const page = await search(await prepared(), { channel: 'erp' }, { limit: 1 })
    const cursor = page.kind === 'page' ? page.nextCursor : undefined
    expect(await search(await prepared(), { channel: 'app' }, { cursor, limit: 1 })).toEqual({ kind: 'invalid-cursor' })
  })

  test('looks at 5,000 coupons at most, and goes on from there', async () => {
    const sellerId = newSeller()
    for (let block = 0; block < 6; block += 1) {
      const drafts = Array.from({ length: 1000 }, (_, place) =>
        draftOf({ couponCode: `w${block}-${place}`, couponId: 'W', phone: undefined, endDate: undefined }),
      )
      await store().couponIssuer.issueCoupons(sellerId, drafts, nowMs)
    }
    for (const filter of [{ status: '1' as const }, { couponId: 'W', status: '1' as const }]) {
      const asked = { coupons: store().couponSearcher, sellerId, filter, limit: 10, nowMs }
      const first = await searchCoupons({ ...asked, cursor: undefined })
      expect(first).toMatchObject({ coupons: [], nextCursor: expect.stringMatching(/^c1\.5000\./) })
      const cursor = first.kind === 'page' ? first.nextCursor : undefined
      expect(await searchCoupons({ ...asked, cursor })).toMatchObject({ coupons: [], nextCursor: undefined })
    }
  })
}

const nowMs = Date.parse('2026-11-24T22:00:00+08:00')
let numbers = 0

const shops = [undefined, '01', '01,02', '101', '02, 03']
const days = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-30']
const count = 240

function request(sellerId: string): WriteRequest {
  numbers += 1
  return { sellerId, outRequestNo: `${numbers}`, method: 'm', content: '', actor: 'a', requestId: 'r', nowMs }
}

let bytes = 0

/** Different at every call, which is all that a redemption's id needs here. */
function someBytes(size: number): Uint8Array {
  bytes += 1
  return Uint8Array.from({ length: size }, (_, place) => ((bytes >> (place % 4)) * 7 + place) % 240)
}

/** Whether a coupon meets all filters, decided by hand. */
function matches(coupon: StoredCoupon, filter: SearchFilter): boolean {
  const { terms, state } = coupon
  const usedDay = state.kind === 'used' && state.redemption ? dayOf(state.redemption.atMs) : undefined
  const within = (day: string | undefined, from: string | undefined, to: string | undefined) =>
    (from === undefined && to === undefined) || (day !== undefined && day >= (from ?? '') && day <= (to ?? '9'))
  return (
    (filter.status === undefined || filter.status === couponStatus(coupon, nowMs)) &&
    (['couponId', 'channel', 'phone', 'cardNo'] as const).every(
      (name) => (filter[name] ?? terms[name]) === terms[name],
    ) &&
    (filter.shop === undefined || terms.shop === undefined || terms.shop.split(/, ?/).includes(filter.shop)) &&
    within(terms.billDate, filter.issuedFrom, filter.issuedTo) &&
    within(terms.startDate, filter.startFrom, filter.startTo) &&
    within(terms.endDate, filter.endFrom, filter.endTo) &&
    within(usedDay, filter.usedFrom, filter.usedTo)
  )
}

const maybe = <Value>(...values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })

const anyFilter: fc.Arbitrary<SearchFilter> = fc.record({
  status: maybe('0', '1', '2', '3', '4'),
  couponId: maybe('A', 'B', 'C'),
  channel: maybe('erp', 'app'),
  phone: maybe('18612255668', '13900000000'),
  cardNo: maybe('88'),
  shop: maybe('01', '02', '1'),
  issuedFrom: maybe(...days),
  issuedTo: maybe(...days),
  startFrom: fc.constant(undefined),
  startTo: fc.constant(undefined),
  endFrom: maybe(...days),
  endTo: maybe(...days),
  usedFrom: maybe(...days),
  usedTo: maybe(...days),
})

function search(
  { store, sellerId }: Prepared,
  filter: SearchFilter,
  more: Readonly<{ cursor?: string | undefined; limit: number }>,
) {
  return searchCoupons({ coupons: store.couponSearcher, sellerId, filter, cursor: undefined, nowMs, ...more })
}

type Prepared = Readonly<{ store: Store; sellerId: string; coupons: readonly StoredCoupon[] }>

/** Coupons of every kind, and the seller that has them. */
async function prepare(store: Store): Promise<Prepared> {
  const sellerId = newSeller()
  const drafts = Array.from({ length: count }, (_, place) =>
    draftOf(
      {
        couponCode: `c${place}`,
        couponId: place % 3 === 0 ? 'A' : 'B',
        channel: place % 2 === 0 ? 'erp' : 'app',
        phone: place % 5 === 0 ? '18612255668' : undefined,
        cardNo: place % 7 === 0 ? '88' : undefined,
        startDate: undefined,
        endDate: days[place % 4],
        billDate: days[place % 3],
        shop: shops[place % 5],
        category: undefined,
        orderAmountFen: undefined,
      },
      { kind: place % 11 === 0 ? 'used' : place % 13 === 0 ? 'void' : 'unused' },
    ),
  )
  await store.couponIssuer.issueCoupons(sellerId, drafts, nowMs)
  const lifecycle = store.lifecycleStore
  const redeemedAtMs = [nowMs - 86_400_000, nowMs]
  for (let place = 0; place < count; place += 4) {
    const order = { shop: undefined, amountFen: undefined, lines: [] }
    const asked = { lifecycle, couponCodes: [`c${place + 2}`], orderId: 'SO', order, randomBytes: someBytes }
    await redeemCoupons({ ...asked, request: request(sellerId), redeemedAtMs: redeemedAtMs[(place / 4) % 2] })
    await holdCoupon({
      lifecycle,
      request: request(sellerId),
      couponCode: `c${place + 3}`,
      orderId: 'SO',
      ttlSeconds: 60,
    })
  }
  const found = await Promise.all(
    drafts.map(({ terms }) => store.lifecycleReader.findCoupon(sellerId, terms.couponCode)),
  )
  return { store, sellerId, coupons: found.filter((coupon) => coupon !== undefined) }
}
