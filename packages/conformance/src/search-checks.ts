import { expect } from 'expect'
import fc from 'fast-check'
import {
  type CouponDraft,
  couponStatus,
  dayOf,
  draftOf,
  issuerOf,
  newSeller,
  requestOf,
  type SearchFilter,
  type Searching,
  type Store,
  type StoredCoupon,
  searchCoupons,
} from '#server/testing'
import { hold, redeem } from '#server/testing/calls'
import { identitiesOf, namesOf } from './coupon-arbitraries.ts'
import { type IdentityModel, isListed } from './identity-model.ts'
import { type Checks, eachRow, type Programs } from './programs.ts'

/** For a page that does not fill up. */
const anyTime = fc.constantFrom(undefined, 1_000)

const anyPage = fc.record({ limit: fc.integer({ min: 1, max: 90 }), lookMs: anyTime, isNewestFirst: fc.boolean() })

/** What every engine must do with searches. The checks share one seller's coupons, which take long to prepare. */
export function searchChecks(): Checks {
  let preparing: Promise<Prepared> | undefined
  const prepared = ({ one }: Programs): Promise<Prepared> => {
    preparing ??= prepare(one)
    return preparing
  }
  const search = async (programs: Programs, filter: SearchFilter, page: Partial<Searching> = {}) => {
    const { sellerId } = await prepared(programs)
    const { couponSearcher: coupons, shopGroupReader: shops } = programs.one
    const input = { coupons, shops, sellerId, filter, cursor: undefined, limit: 10, nowMs }
    return searchCoupons({ ...input, ...page })
  }
  return {
    async 'every page of any filter together gives what a list filtered by hand has, in order'(programs) {
      await fc.assert(
        fc.asyncProperty(anyFilter, anyPage, async (filter, { limit, lookMs, isNewestFirst }) => {
          const codes: string[] = []
          let cursor: string | undefined
          do {
            const page = await search(programs, filter, { cursor, limit, lookMs, isNewestFirst })
            if (page.kind === 'invalid-cursor') throw new Error('the cursor it gave is refused')
            codes.push(...page.coupons.map(({ terms }) => terms.couponCode))
            cursor = page.nextCursor
          } while (cursor !== undefined)
          const { coupons, identities } = await prepared(programs)
          const listed = coupons.filter((coupon) => matches(coupon, filter, identities))
          const expected = isNewestFirst ? listed.toReversed() : listed
          expect(codes).toEqual(expected.map(({ terms }) => terms.couponCode))
        }),
        { numRuns: 200 },
      )
    },

    async 'coupons that may still expire are listed by their last days, page by page'(programs) {
      const { coupons, identities } = await prepared(programs)
      for (const filter of [{}, { endFrom: '2026-11-25' }, { endTo: '2026-11-24' }, { shop: '01' }]) {
        const asked: SearchFilter = { status: '0', ...filter }
        const codes: string[] = []
        let cursor: string | undefined
        do {
          const page = await search(programs, asked, { cursor, limit: 7, isEndingFirst: true })
          if (page.kind === 'invalid-cursor') throw new Error('the cursor it gave is refused')
          codes.push(...page.coupons.map(({ terms }) => terms.couponCode))
          cursor = page.nextCursor
        } while (cursor !== undefined)
        const listed = coupons.filter(
          (coupon) => matches(coupon, asked, identities) && coupon.terms.endDate !== undefined,
        )
        const day = ({ terms }: StoredCoupon) => terms.endDate ?? ''
        const expected = listed.toSorted((left, right) => day(left).localeCompare(day(right)))
        expect(codes).toEqual(expected.map(({ terms }) => terms.couponCode))
      }
    },

    async 'a coupon that is found shows its phone and the order that used it'(programs) {
      const used: SearchFilter = { phone: '+86 18612255668', status: '1', usedFrom: '2026-11-23' }
      const page = await search(programs, used, { limit: 200 })
      const [first] = page.kind === 'page' ? page.coupons : []
      expect(first).toMatchObject({ terms: { phone: '18612255668' }, state: { redemption: { orderId: 'SO' } } })
    },

    ...eachRow<readonly [string, SearchFilter, number | undefined]>(
      [
        ['the chain', {}, 240],
        ['a channel', { channel: 'erp' }, 120],
        ['a member by phone, whose card is on others', { phone: '18612255668' }, 76],
        ['the same by card', { cardNo: '88' }, 76],
        ['a template', { couponId: 'A' }, undefined],
        ['a channel and a status', { channel: 'erp', status: '0' }, undefined],
      ],
      ([name]) => `counts ${name} where that is cheap`,
      async ([, filter, totalCount], programs) => {
        expect(await search(programs, filter, { limit: 1 })).toMatchObject({ totalCount })
      },
    ),

    ...eachRow(
      ['', 'c1', 'c1.5.zzzzzz', 'c2.5.1', 'c1.-1.a', "c1.1' OR '1.a"],
      (cursor) => `refuses ${JSON.stringify(cursor)} as a cursor`,
      async (cursor, programs) => {
        expect(await search(programs, {}, { cursor })).toEqual({ kind: 'invalid-cursor' })
      },
    ),

    async 'refuses the cursor of other filters'(programs) {
      const page = await search(programs, { channel: 'erp' }, { limit: 1 })
      const cursor = page.kind === 'page' ? page.nextCursor : undefined
      expect(await search(programs, { channel: 'app' }, { cursor })).toEqual({ kind: 'invalid-cursor' })
    },

    async 'looks at 5,000 coupons at most, and goes on from there'(programs) {
      const { one, sellerId } = programs
      for (let block = 0; block < 6; block += 1) {
        const drafts = Array.from({ length: 1000 }, (_, place) =>
          draftOf({
            couponCode: `w${block}-${place}`,
            couponId: 'W',
            endDate: undefined,
            // One member; some coupons name only its phone.
            phone: place % 2 === 0 ? '1' : undefined,
            cardNo: place % 4 === 0 ? undefined : '1231321111',
          }),
        )
        await issuerOf(one).issueCoupons(sellerId, drafts, nowMs)
      }
      const byMember = { cardNo: '1231321111', status: '1' as const }
      for (const filter of [{ status: '1' as const }, { couponId: 'W', status: '1' as const }, byMember]) {
        const first = await search(programs, filter, { sellerId })
        expect(first).toMatchObject({ coupons: [], nextCursor: expect.stringMatching(/^c1\.5000\./) })
        const cursor = first.kind === 'page' ? first.nextCursor : undefined
        const second = await search(programs, filter, { sellerId, cursor })
        expect(second).toMatchObject({ coupons: [], nextCursor: undefined })
      }
    },
  }
}

const nowMs = Date.parse('2026-11-24T22:00:00+08:00')
const shops = [undefined, '01', '01,02', '101', '02, 03']
const days = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-30']
const count = 240

/** Whether a coupon meets all filters, decided by hand. */
function matches(coupon: StoredCoupon, filter: SearchFilter, identities: IdentityModel): boolean {
  const { terms, state } = coupon
  const usedDay = state.kind === 'used' && state.redemption ? dayOf(state.redemption.atMs) : undefined
  const within = (day: string | undefined, from: string | undefined, to: string | undefined) =>
    (from === undefined && to === undefined) || (day !== undefined && day >= (from ?? '') && day <= (to ?? '9'))
  return (
    (filter.status === undefined || filter.status === couponStatus(coupon, nowMs)) &&
    (['couponId', 'channel'] as const).every((name) => (filter[name] ?? terms[name]) === terms[name]) &&
    isListed(identities, namesOf(terms), namesOf(filter)) &&
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

type Prepared = Readonly<{ sellerId: string; coupons: readonly StoredCoupon[]; identities: IdentityModel }>

/** Coupons of every kind, and the seller that has them. */
async function prepare(store: Store): Promise<Prepared> {
  const sellerId = newSeller()
  const places = Array.from({ length: count }, (_, place) => place)
  const drafts = places.map(draftAt)
  await issuerOf(store).issueCoupons(sellerId, drafts, nowMs)
  for (let place = 0; place < count; place += 4) {
    const redeemedAtMs = (place / 4) % 2 === 0 ? nowMs - 86_400_000 : nowMs
    await redeem(store, requestOf(sellerId, { nowMs }), { couponCodes: [`c${place + 2}`], redeemedAtMs })
    await hold(store, requestOf(sellerId, { nowMs }), { couponCode: `c${place + 3}`, orderId: 'SO' })
  }
  const found = await Promise.all(places.map((place) => store.lifecycleReader.findCoupon(sellerId, `c${place}`)))
  return { sellerId, coupons: found.filter((coupon) => coupon !== undefined), identities: identitiesOf(drafts) }
}

function draftAt(place: number): CouponDraft {
  const terms = {
    couponCode: `c${place}`,
    couponId: place % 3 === 0 ? 'A' : 'B',
    channel: place % 2 === 0 ? 'erp' : 'app',
    phone: place % 5 === 0 ? '18612255668' : undefined,
    cardNo: place % 7 === 0 ? '88' : undefined,
    endDate: days[place % 4],
    billDate: days[place % 3],
    shop: shops[place % 5],
  }
  const unlimited = { startDate: undefined, category: undefined, orderAmountFen: undefined }
  return draftOf({ ...terms, ...unlimited }, { kind: place % 11 === 0 ? 'used' : place % 13 === 0 ? 'void' : 'unused' })
}
