import { expect } from 'expect'
import {
  draftOf,
  issuerOf,
  type LifecycleStore,
  listEvents,
  newSeller,
  noon,
  problemOf,
  requestOf,
  returnCoupon,
  type TemplateTerms,
  voidTemplate,
  type WriteRequest,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import { type Checks, eachRow, type Programs, together } from './programs.ts'

const codes = Array.from({ length: 20 }, (_, place) => `c${place}`)

/** What becomes of calls through several programs at the same time. */
export const concurrentCallChecks: Checks = {
  async '64 orders redeem one coupon: one succeeds, and the others are told which'(programs) {
    for (const seller of rounds(programs, 10)) {
      await issue(seller)
      const results = await together(64, (place) => redeem(seller, place))
      const winners = results.flatMap((result, place) => (result.kind === 'done' ? [`SO-${place}`] : []))
      expect(winners).toHaveLength(1)
      const losers = results.flatMap((result) => (result.kind === 'refused' ? [result.refusal] : []))
      expect(losers).toHaveLength(63)
      for (const refusal of losers) expect(refusal).toMatchObject({ reason: { code: 'USED_BY', orderId: winners[0] } })
    }
  },

  async 'the same number a hundred times at the same time has one effect and one answer'(seller) {
    await issue(seller)
    const request = requestOf(seller.sellerId)
    const results = await together(100, (place) => redeem(seller, place, { request, orderId: 'SO' }))
    expect(differentAnswers(results)).toBe(1)
    expect(results.filter((result) => result.kind === 'done' && !result.isAlreadyDone)).toHaveLength(1)
    expect(await eventKinds(seller)).toEqual(['issued', 'redeemed'])
  },

  async 'of 20 coupons of 50 yuan at the same time, an order of 60 gets those that are needed to cover it'(programs) {
    for (const seller of rounds(programs, 3)) {
      await issueMany(seller, { count: codes.length, couponAmountFen: 5000 })
      const kinds = await redeemTogether(seller, codes, 6000)
      expect(kinds).toEqual([...Array(18).fill('NO_EFFECT'), 'done', 'done'])
    }
  },

  async 'of 20 coupons that are not stackable, an order gets one, and another once it was returned'(programs) {
    for (const seller of rounds(programs, 3)) {
      await save(seller, { isStackable: false })
      const claimed = await together(codes.length, (place) => claim(seller, place))
      const couponCodes = claimed.flatMap((result) => (result.kind === 'done' ? result.answer.couponCodes : []))
      const oneOfAll = [...Array(19).fill('ALONE'), 'done']
      expect(await redeemTogether(seller, couponCodes)).toEqual(oneOfAll)
      const redeemed = (await listEvents(seller.one, seller.sellerId)).at(-1)
      const { redemption_id: redemptionId }: Readonly<{ redemption_id: string }> = JSON.parse(redeemed?.after ?? '{}')
      const lifecycle = seller.other.lifecycleStore
      await returnCoupon({ lifecycle, request: requestOf(seller.sellerId), redemptionId, reason: '退货' })
      expect(await redeemTogether(seller, couponCodes)).toEqual(oneOfAll)
    }
  },

  async 'a stock of one is issued once to 64 callers'(programs) {
    for (const seller of rounds(programs, 5)) {
      await save(seller, { stockTotal: 1 })
      const results = await together(64, (place) => claim(seller, place))
      expect(results.filter(({ kind }) => kind === 'done')).toHaveLength(1)
      const refusals = results.flatMap((result) => (result.kind === 'refused' ? [result.refusal] : []))
      expect(refusals).toEqual(Array(63).fill({ kind: 'stock-exhausted', left: 0 }))
      expect((await eventKinds(seller)).filter((kind) => kind === 'issued')).toHaveLength(1)
    }
  },

  ...eachRow<readonly [string, Partial<TemplateTerms>]>(
    [
      ['total stock', { stockTotal: 50 }],
      ['stock of a day', { stockPerDay: 50 }],
      ["member's total", { memberTotal: 50 }],
      ["member's day", { memberPerDay: 50 }],
    ],
    ([name]) => `five callers who together reach a ${name} of 50 all succeed, and the next does not`,
    async ([, limit], seller) => {
      await save(seller, limit)
      const five = await together(5, (place) => claim(seller, place, { count: 10 }))
      expect(five.map(({ kind }) => kind)).toEqual(Array(5).fill('done'))
      expect(await claim(seller, 5)).toMatchObject({ kind: 'refused', refusal: { left: 0 } })
    },
  ),

  async 'a limit that many callers reach is reached exactly'(seller) {
    await save(seller, { stockTotal: 20, memberPerDay: 3 })
    const claims = await together(32, (place) => claim(seller, place, { phone: `1390000000${place % 4}` }))
    const perMember = [0, 1, 2, 3].map(
      (member) => claims.filter(({ kind }, place) => place % 4 === member && kind === 'done').length,
    )
    expect(perMember).toEqual([3, 3, 3, 3])
  },

  async 'the same number a hundred times at the same time issues once, and every call gets the same codes'(seller) {
    await save(seller, { stockTotal: 5 })
    const request = requestOf(seller.sellerId)
    expect(differentAnswers(await together(100, (place) => claim(seller, place, { request, count: 2 })))).toBe(1)
    const template = await seller.one.templateReader.findTemplate(seller.sellerId, 'T')
    expect(template?.claimed?.total).toBe(2)
  },
}

/** What becomes of a call that is made again. */
export const repeatedCallChecks: Checks = {
  async 'with other content is a conflict and changes nothing'(seller) {
    await issue(seller)
    const request = requestOf(seller.sellerId)
    await redeem(seller, 0, { request })
    for (const changed of [{ content: 'other' }, { method: 'other' }]) {
      expect(await redeem(seller, 1, { request: { ...request, ...changed } })).toEqual({ kind: 'conflict' })
    }
    expect(await eventKinds(seller)).toEqual(['issued', 'redeemed'])
  },

  async 'may succeed after it was refused, since a refusal is not remembered'(seller) {
    await issue(seller)
    await calls.hold(seller.one, requestOf(seller.sellerId), { orderId: 'SO-2' })
    const request = requestOf(seller.sellerId)
    expect(await redeem(seller, 0, { request })).toMatchObject({
      kind: 'refused',
      refusal: { reason: { code: 'HELD_BY' } },
    })
    const later = { ...request, nowMs: noon + 60_000 }
    expect(await redeem(seller, 1, { request: later })).toMatchObject(doneNow)
  },

  async 'of another chain is a call of its own'(programs) {
    for (const seller of rounds(programs, 2)) {
      await issue(seller)
      const request = requestOf(seller.sellerId, { outRequestNo: 'same' })
      expect(await redeem(seller, 0, { request })).toMatchObject(doneNow)
    }
  },

  async 'is not spent by a claim that was refused after it had counted something'(seller) {
    await save(seller, { memberTotal: 1, stockPerDay: 1 })
    await claim(seller, 0, { phone: '13900000001' })
    const refused = await claim(seller, 1, { phone: '13900000002' })
    expect(refused).toMatchObject({ kind: 'refused', refusal: { kind: 'stock-exhausted' } })
    const tomorrow = at(seller, noon + 86_400_000)
    expect(await claim(seller, 2, { phone: '13900000002', ...tomorrow })).toMatchObject({ kind: 'done' })
  },

  async 'goes on where the first attempt to void a template broke off, and counts all of it'(seller) {
    const { one, other, sellerId } = seller
    await issueMany(seller, { count: 1000 })
    await issueMany(seller, { count: 200, prefix: 'd' })
    await redeem(seller, 0, { couponCodes: ['c3'] })
    const input = { request: requestOf(sellerId), couponId: 'T', reason: '取消', lifecycle: one.lifecycleStore }
    const broken = voidTemplate({ ...input, lifecycle: failingAfter(one.lifecycleStore, 2) })
    await expect(broken).rejects.toThrow('broke off')
    await issueMany(seller, { count: 100, prefix: 'later' })
    const done = { kind: 'done', answer: { changedCount: 1199, refusedCount: 1 } }
    for (const isAlreadyDone of [false, true]) expect(await voidTemplate(input)).toEqual({ ...done, isAlreadyDone })
    expect((await other.lifecycleReader.findCoupon(sellerId, 'later0'))?.state).toEqual({ kind: 'unused' })
    expect(await other.eventAuditor.verifyChain(sellerId)).toEqual({ kind: 'intact', events: 1300 + 1 + 1199 })
  },
}

const lastSecond = Date.parse('2026-11-24T23:59:59+08:00')
const midnight = lastSecond + 1000

/** What changes at midnight in GMT+8. */
export const dayTurnChecks: Checks = {
  async 'a coupon is usable to 23:59:59 of its last day in GMT+8, and not from 00:00:00 on'(programs) {
    const [today, tomorrow] = [programs, { ...programs, sellerId: newSeller() }]
    for (const seller of [today, tomorrow]) await issue(seller, '2026-11-24')
    expect(await redeem(today, 0, at(today, lastSecond))).toMatchObject({ kind: 'done' })
    expect(await redeem(tomorrow, 0, at(tomorrow, midnight))).toMatchObject({ kind: 'refused' })
  },

  async 'a daily limit begins anew at midnight in GMT+8, for a member and for the stock'(seller) {
    await save(seller, { stockPerDay: 1, memberPerDay: 1 })
    const kinds = await claimAtTimes(seller, [lastSecond, lastSecond, midnight, midnight])
    expect(kinds).toEqual(['done', 'refused', 'done', 'refused'])
  },

  async 'a program whose clock lags behind midnight takes from the day that has begun'(seller) {
    await save(seller, { stockPerDay: 2 })
    expect(await claimAtTimes(seller, [midnight, lastSecond, midnight])).toEqual(['done', 'done', 'refused'])
  },

  async 'a claimed coupon counts its days from the day of the claim in GMT+8'(seller) {
    await save(seller, { validity: { kind: 'relative', fromDay: 0, toDay: 0 } })
    const claimed = await claim(seller, 0, at(seller, midnight))
    expect(claimed).toMatchObject({ answer: { startDate: '2026-11-25', endDate: '2026-11-25' } })
  },
}

const doneNow = { kind: 'done', isAlreadyDone: false }

/** The programs with a new seller each. */
function rounds(programs: Programs, count: number): readonly Programs[] {
  return Array.from({ length: count }, () => ({ ...programs, sellerId: newSeller() }))
}

/** A call at another time than noon. */
function at({ sellerId }: Programs, nowMs: number): Readonly<{ request: WriteRequest }> {
  return { request: requestOf(sellerId, { nowMs }) }
}

async function issue({ one, sellerId }: Programs, endDate = '2026-11-30'): Promise<void> {
  const draft = draftOf({ couponCode: 'c', startDate: '2026-11-01', endDate, orderAmountFen: undefined })
  await issuerOf(one).issueCoupons(sellerId, [draft], noon)
}

type Many = Readonly<{ count: number; prefix?: string; couponAmountFen?: number }>

/** Issues up to 1,000 coupons of a template, without dates and threshold. */
async function issueMany({ one, sellerId }: Programs, { count, prefix = 'c', couponAmountFen }: Many): Promise<void> {
  const terms = { couponId: 'T', orderAmountFen: undefined, couponAmountFen, startDate: undefined, endDate: undefined }
  const drafts = Array.from({ length: count }, (_, place) => draftOf({ ...terms, couponCode: `${prefix}${place}` }))
  await issuerOf(one).issueCoupons(sellerId, drafts, noon)
}

type Changes<Call extends (...given: never) => unknown> = Parameters<Call>[2] & Readonly<{ request?: WriteRequest }>

function redeem(seller: Programs, place: number, { request, ...changes }: Changes<typeof calls.redeem> = {}) {
  const requested = { orderId: `SO-${place}`, ...changes }
  return calls.redeem(seller.at(place), request ?? requestOf(seller.sellerId), requested)
}

function claim(seller: Programs, place: number, { request, ...changes }: Changes<typeof calls.claim> = {}) {
  const input = { phone: '18612255668', ...changes }
  return calls.claim(seller.at(place), request ?? requestOf(seller.sellerId), input)
}

async function save({ one, sellerId }: Programs, terms: Partial<TemplateTerms>): Promise<void> {
  await calls.save(one, requestOf(sellerId), terms)
}

/** Redeems each coupon by a call of its own, on one order. @returns kinds of the outcomes, sorted */
async function redeemTogether(seller: Programs, couponCodes: readonly string[], amountFen?: number) {
  const requested = couponCodes.map((code) => ({ couponCodes: [code], orderId: 'SO', amountFen }))
  const results = await Promise.all(requested.map((changes, place) => redeem(seller, place, changes)))
  return results.map((result) => (result.kind === 'refused' ? problemOf(result.refusal) : result.kind)).toSorted()
}

async function claimAtTimes(seller: Programs, times: readonly number[]): Promise<readonly string[]> {
  const kinds: string[] = []
  for (const nowMs of times) kinds.push((await claim(seller, 0, at(seller, nowMs))).kind)
  return kinds
}

function differentAnswers(results: readonly Readonly<{ kind: string; answer?: unknown }>[]): number {
  return new Set(results.map(({ kind, answer }) => (kind === 'done' ? JSON.stringify(answer) : kind))).size
}

async function eventKinds({ one, sellerId }: Programs): Promise<readonly string[]> {
  return (await listEvents(one, sellerId)).map(({ kind }) => kind)
}

/** A store whose program ends after so many writes of parts. */
function failingAfter(store: LifecycleStore, parts: number): LifecycleStore {
  let left = parts
  return {
    ...store,
    runAct(request, act, input) {
      if (request.part !== undefined) left -= 1
      if (left < 0) return Promise.reject(new Error('broke off'))
      return store.runAct(request, act, input)
    },
  }
}
