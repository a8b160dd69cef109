import { expect } from 'expect'
import fc from 'fast-check'
import {
  type Coupon,
  type CouponDraft,
  type CouponFilter,
  type CouponPage,
  draftOf,
  importCoupons,
  issuerOf,
  newSeller,
  requestOf,
  type Store,
} from '#server/testing'
import { anyDraft, anyFilter, identitiesOf, matches } from './coupon-arbitraries.ts'
import { type Checks, together } from './programs.ts'

/** What every engine must do with coupons. */
export const couponChecks: Checks = {
  async 'gives back every term and state of a coupon as it was issued'({ one, other }) {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDraft, { minLength: 1, maxLength: 12 }), async (given) => {
        const sellerId = newSeller()
        const drafts = numbered(given)
        await issuerOf(one).issueCoupons(sellerId, drafts, 1)
        const { coupons } = await pageOf(other, { sellerId, pageSize: 200 })
        expect(coupons).toEqual(drafts.map((draft, place) => ({ sellerId, seq: place + 1, ...draft })))
      }),
      { numRuns: 30 },
    )
  },

  async 'a page read after an issue shows it, in another program too'({ one, other, sellerId }) {
    await issuerOf(one).issueCoupons(sellerId, [draftOf()], 1)
    expect((await pageOf(other, { sellerId })).totalCount).toBe(1)
  },

  async 'a code that exists with equal content is existing and takes no number'({ one, sellerId }) {
    await issuerOf(one).issueCoupons(sellerId, [draftOf()], 1)
    const outcomes = await issuerOf(one).issueCoupons(sellerId, [draftOf(), draftOf({ couponCode: 'new' })], 2)
    expect(outcomes).toEqual([{ kind: 'existing' }, { kind: 'created' }])
  },

  async 'texts that several programs bring at the same time are stored once, and the audit finds nothing'({
    at,
    one,
    sellerId,
  }) {
    const texts = ['{"firstName":"Bill"}', 'a\u0000b \u{1f48a}', '券'.repeat(4096), ' ']
    await together(16, (place) => {
      const drafts = texts.map((attribute, of) => draftOf({ couponCode: `${place}-${of}`, attribute }))
      return issuerOf(at(place)).issueCoupons(sellerId, drafts, 1)
    })
    const { coupons } = await pageOf(one, { sellerId, pageSize: 200 })
    const expected = coupons.map(({ terms }) => texts[Number(terms.couponCode.split('-')[1])])
    expect(coupons.map(({ terms }) => terms.attribute)).toEqual(expected)
    expect((await one.eventAuditor.verifyChain(sellerId)).kind).toBe('intact')
  },

  async 'a code that exists with other content is a conflict that names the properties and changes nothing'({
    one,
    sellerId,
  }) {
    const changed = draftOf({ phone: '13900000000', couponAmountFen: 1, cardNo: undefined }, { kind: 'void' })
    await issuerOf(one).issueCoupons(sellerId, [draftOf()], 1)
    expect(await issuerOf(one).issueCoupons(sellerId, [changed], 2)).toEqual([
      { kind: 'conflict', fields: ['phone', 'cardNo', 'couponAmountFen', 'status'] },
    ])
    expect((await pageOf(one, { sellerId })).coupons).toEqual([{ sellerId, seq: 1, ...draftOf() }])
  },

  async 'one chain sees nothing of another with the same codes and phones'({ one, sellerId: left }) {
    const right = newSeller()
    await issuerOf(one).issueCoupons(left, [draftOf({ couponName: 'left' })], 1)
    await issuerOf(one).issueCoupons(right, [draftOf({ couponName: 'right' }), draftOf({ couponCode: 'b' })], 1)
    for (const filter of [{}, { phone: '18612255668' }, { couponCode: '111aaa' }, { channel: 'erp' }]) {
      const { coupons, totalCount } = await pageOf(one, { sellerId: left, filter })
      expect([totalCount, coupons.map(({ terms }) => terms.couponName)]).toEqual([1, ['left']])
    }
  },

  async 'a repeated import changes nothing and reports what exists'({ one, sellerId }) {
    const rows = [{ couponCode: 'a', phone: '+86 18612255668' }, { couponCode: 'b' }, { couponCode: '' }]
    const kinds = async (nowMs: number) =>
      (await importCoupons({ lifecycle: one.lifecycleStore, request: requestOf(sellerId, { nowMs }), rows })).map(
        ({ kind }) => kind,
      )
    expect(await kinds(1)).toEqual(['created', 'created', 'invalid'])
    const before = await pageOf(one, { sellerId })
    expect(await kinds(2)).toEqual(['existing', 'existing', 'invalid'])
    expect(await pageOf(one, { sellerId })).toEqual(before)
  },

  async 'any page of any filter and its total are those of a list filtered by hand'({ one, modelRuns }) {
    const drafts = fc.array(anyDraft, { minLength: 1, maxLength: 40 })
    const question = fc.tuple(anyFilter, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 9 }))
    const questions = fc.array(question, { minLength: 10, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(drafts, questions, async (given, requested) => {
        const sellerId = newSeller()
        const all = numbered(given)
        await issuerOf(one).issueCoupons(sellerId, all, 1)
        const identities = identitiesOf(all)
        for (const [filter, pageSize, pageNum] of requested) {
          const { coupons, totalCount } = await pageOf(one, { sellerId, filter, pageSize, pageNum })
          const matching = all.filter((draft) => matches(draft, filter, identities))
          const expected = matching.slice((pageNum - 1) * pageSize, pageNum * pageSize)
          expect([totalCount, codesOf(coupons)]).toEqual([matching.length, codesOf(expected)])
        }
      }),
      { numRuns: Math.min(60, 5 + Math.ceil(modelRuns * 1.5)) },
    )
  },

  async 'the farthest possible page is empty and still has the total'({ one, sellerId }) {
    await issuerOf(one).issueCoupons(sellerId, [draftOf()], 1)
    for (const filter of [{}, { channel: 'erp' }, { phone: '18612255668' }]) {
      const page = await pageOf(one, { sellerId, filter, pageSize: 200, pageNum: 2_147_483_647 })
      expect(page).toEqual({ coupons: [], totalCount: 1 })
    }
  },

  async 'numbers have no gap however many issue at the same time, and counters equal counts'({ one, at }) {
    const batch = fc.array(fc.tuple(fc.nat(40), fc.constantFrom('erp', 'app', undefined)), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 12 }), async (given) => {
        const sellerId = newSeller()
        const issues = given.map((batch, place) => {
          const drafts = new Map(batch.map(([code, channel]) => [code, draftOf({ couponCode: `${code}`, channel })]))
          return issuerOf(at(place)).issueCoupons(sellerId, [...drafts.values()], 1)
        })
        const created = (await Promise.all(issues)).flat().filter(({ kind }) => kind === 'created').length
        await expectGapless(one, sellerId, created)
      }),
      { numRuns: 20 },
    )
  },

  async 'a full pull misses and repeats nothing while issues run'({ one, other, sellerId }) {
    let isOver = false
    const issuing = (async () => {
      for (let issue = 0; !isOver; issue += 1) {
        const drafts = [0, 1, 2].map((place) => draftOf({ couponCode: `${issue}-${place}` }))
        await issuerOf(other).issueCoupons(sellerId, drafts, 1)
      }
    })()
    while ((await pageOf(one, { sellerId })).totalCount < 30) await new Promise(setImmediate)
    for (const filter of [{}, { channel: 'erp' }, { phone: '18612255668' }]) {
      const atLeast = (await pageOf(one, { sellerId, filter })).totalCount
      const pulled = await pullAll(one, sellerId, filter)
      expect(pulled.length).toBeGreaterThanOrEqual(atLeast)
      expect(pulled.map(({ seq }) => seq)).toEqual(pulled.map((_, place) => place + 1))
    }
    isOver = true
    await issuing
  },
}

/** Every list has as many coupons as its counter says, and the seller's numbers run 1, 2, 3 … */
async function expectGapless(store: Store, sellerId: string, count: number): Promise<void> {
  const all = await pullAll(store, sellerId, {})
  expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, place) => place + 1))
  expect((await pageOf(store, { sellerId })).totalCount).toBe(count)
  for (const channel of ['erp', 'app']) {
    const expected = all.filter(({ terms }) => terms.channel === channel)
    const { totalCount } = await pageOf(store, { sellerId, filter: { channel } })
    expect(totalCount).toBe(expected.length)
    expect(codesOf(await pullAll(store, sellerId, { channel }))).toEqual(codesOf(expected))
  }
}

/** To the last page as its answer tells it: what is issued after that may fill that page and begin another one. */
async function pullAll(store: Store, sellerId: string, filter: CouponFilter): Promise<readonly Coupon[]> {
  const pulled: Coupon[] = []
  for (let pageNum = 1; ; pageNum += 1) {
    const { coupons, totalCount } = await pageOf(store, { sellerId, filter, pageSize: 7, pageNum })
    pulled.push(...coupons)
    if (totalCount <= pageNum * 7) return pulled
  }
}

type Question = Readonly<{ sellerId: string; filter?: CouponFilter; pageSize?: number; pageNum?: number }>

async function pageOf(
  store: Store,
  { sellerId, filter = {}, pageSize = 20, pageNum = 1 }: Question,
): Promise<CouponPage> {
  const { coupons, totalCount } = await store.couponReader.findCouponPage({ sellerId, filter, pageSize, pageNum })
  return { coupons, totalCount }
}

/** The drafts with codes that occur once. */
function numbered(drafts: readonly CouponDraft[]): readonly CouponDraft[] {
  return drafts.map(({ terms, state }, place) => ({ terms: { ...terms, couponCode: `c${place}` }, state }))
}

function codesOf(coupons: readonly Pick<Coupon, 'terms'>[]): readonly string[] {
  return coupons.map(({ terms }) => terms.couponCode)
}
