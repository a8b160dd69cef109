import { randomBytes } from 'node:crypto'
import { draftOf } from '#conformance/example-draft'
import { templateOf } from '#conformance/example-template'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { holdCoupon } from '#domain/lifecycle/hold-coupon'
import type { LifecycleStore, WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { returnCoupon } from '#domain/lifecycle/return-coupon'
import { saveTemplate } from '#domain/lifecycle/save-template'
import { voidTemplate } from '#domain/lifecycle/void-template'
import type { TemplateTerms } from '#domain/templates/template'
import type { Store } from '#store/open-store'
import { newSeller, type Stores, storeAt } from './programs.ts'
import { describe, expect, test } from './suite.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
let numbers = 0

/** Concurrent and repeated calls through several programs on one database. */
export function lifecycleRaceChecks(stores: Stores): void {
  const chain = (): Seller => ({ sellerId: newSeller(), storeAt: (place) => storeAt(stores, place) })
  describe('concurrent calls', () => {
    redeeming(chain)
    joiningOrders(chain)
    claiming(chain)
  })
  describe('a repeated call', () => {
    repeating(chain)
  })
  describe('the turn of a day', () => {
    turningDays(chain)
  })
}

type Seller = Readonly<{ sellerId: string; storeAt: (place: number) => Store }>
type NewSeller = () => Seller

function redeeming(newSeller: NewSeller): void {
  test('64 orders redeem one coupon: one succeeds, and the others are told which', async () => {
    for (let round = 0; round < 10; round += 1) {
      const chain = newSeller()
      await issue(chain)
      const results = await Promise.all(Array.from({ length: 64 }, (_, place) => redeem(chain, place)))
      const winners = results.flatMap((result, place) => (result.kind === 'done' ? [`SO-${place}`] : []))
      expect(winners).toHaveLength(1)
      const losers = results.flatMap((result) => (result.kind === 'refused' ? [result.refusal] : []))
      expect(losers).toHaveLength(63)
      for (const refusal of losers) expect(refusal).toMatchObject({ kind: 'already-used', orderId: winners[0] })
    }
  })

  test('the same number a hundred times at the same time has one effect and one answer', async () => {
    const chain = newSeller()
    await issue(chain)
    const request = requestOf(chain)
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, place) => redeem(chain, place, { request, orderId: 'SO' })),
    )
    const answers = results.map((result) => (result.kind === 'done' ? JSON.stringify(result.answer) : result.kind))
    expect(new Set(answers).size).toBe(1)
    expect(results.filter((result) => result.kind === 'done' && !result.isAlreadyDone)).toHaveLength(1)
    expect(await eventKinds(chain)).toEqual(['issued', 'redeemed'])
  })
}

function joiningOrders(newSeller: NewSeller): void {
  const codes = Array.from({ length: 20 }, (_, place) => `c${place}`)
  const together = (chain: Seller, amountFen: number | undefined) =>
    Promise.all(codes.map((couponCode, place) => redeem(chain, place, { couponCode, orderId: 'SO', amountFen })))
  const kindOf = (result: Awaited<ReturnType<typeof redeem>>) =>
    result.kind === 'refused' ? result.refusal.kind : result.kind

  test('of 20 coupons of 50 yuan at the same time, an order of 60 gets those that are needed to cover it', async () => {
    for (let round = 0; round < 3; round += 1) {
      const chain = newSeller()
      await issueMany(chain, codes.length, 'c', 5000)
      const kinds = (await together(chain, 6000)).map(kindOf)
      expect(kinds.toSorted()).toEqual(['done', 'done', ...Array(18).fill('order-covered')])
    }
  })

  test('of 20 coupons that are not stackable, an order gets one, and another once it was returned', async () => {
    for (let round = 0; round < 3; round += 1) {
      const chain = newSeller()
      await save(chain, { isStackable: false })
      const claimed = await Promise.all(codes.map((_, place) => claim(chain, place)))
      const claimedCodes = claimed.flatMap((result) => (result.kind === 'done' ? result.answer.couponCodes : []))
      const all = () =>
        Promise.all(claimedCodes.map((couponCode, place) => redeem(chain, place, { couponCode, orderId: 'SO' })))
      const results = await all()
      expect(results.map(kindOf).toSorted()).toEqual(['done', ...Array(19).fill('not-stackable')])
      const done = results.find((result) => result.kind === 'done')
      const redemptionId = done?.kind === 'done' ? (done.answer.redemptions[0]?.redemptionId ?? '') : ''
      const lifecycle = chain.storeAt(round).lifecycleStore
      await returnCoupon({ lifecycle, request: requestOf(chain), redemptionId, reason: '退货' })
      expect((await all()).map(kindOf).toSorted()).toEqual(['done', ...Array(19).fill('not-stackable')])
    }
  })
}

function claiming(newSeller: NewSeller): void {
  test('a stock of one is issued once to 64 callers', async () => {
    for (let round = 0; round < 5; round += 1) {
      const chain = newSeller()
      await save(chain, { stockTotal: 1 })
      const results = await Promise.all(Array.from({ length: 64 }, (_, place) => claim(chain, place)))
      expect(results.filter(({ kind }) => kind === 'done')).toHaveLength(1)
      const refusals = results.flatMap((result) => (result.kind === 'refused' ? [result.refusal] : []))
      expect(refusals).toEqual(Array(63).fill({ kind: 'stock-exhausted', left: 0 }))
      expect((await eventKinds(chain)).filter((kind) => kind === 'issued')).toHaveLength(1)
    }
  })

  test.each<[string, Partial<TemplateTerms>]>([
    ['total stock', { stockTotal: 50 }],
    ['stock of a day', { stockPerDay: 50 }],
    ["member's total", { memberTotal: 50 }],
    ["member's day", { memberPerDay: 50 }],
  ])('five callers who together reach a %s of 50 all succeed, and the next does not', async (_name, limit) => {
    const chain = newSeller()
    await save(chain, limit)
    const five = await Promise.all(Array.from({ length: 5 }, (_, place) => claim(chain, place, { count: 10 })))
    expect(five.map(({ kind }) => kind)).toEqual(Array(5).fill('done'))
    expect(await claim(chain, 5)).toMatchObject({ kind: 'refused', refusal: { left: 0 } })
  })

  test('a limit that many callers reach is reached exactly', async () => {
    const chain = newSeller()
    await save(chain, { stockTotal: 20, memberPerDay: 3 })
    const members = ['13900000001', '13900000002', '13900000003', '13900000004']
    const claims = members.flatMap((phone) => Array.from({ length: 8 }, (_, place) => claim(chain, place, { phone })))
    const done = (await Promise.all(claims)).map(({ kind }) => kind === 'done')
    const perMember = members.map((_, member) => done.slice(member * 8, member * 8 + 8).filter(Boolean).length)
    expect(perMember).toEqual([3, 3, 3, 3])
  })

  test('the same number a hundred times at the same time issues once, and every call gets the same codes', async () => {
    const chain = newSeller()
    await save(chain, { stockTotal: 5 })
    const request = requestOf(chain)
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, place) => claim(chain, place, { request, count: 2 })),
    )
    const answers = results.map((result) => (result.kind === 'done' ? JSON.stringify(result.answer) : result.kind))
    expect(new Set(answers).size).toBe(1)
    const template = await chain.storeAt(0).templateReader.findTemplate(chain.sellerId, 'T')
    expect(template?.claimedCount).toBe(2)
  })
}

function repeating(newSeller: NewSeller): void {
  test('with other content is a conflict and changes nothing', async () => {
    const chain = newSeller()
    await issue(chain)
    const request = requestOf(chain)
    await redeem(chain, 0, { request })
    const other = { ...request, content: 'other' }
    expect(await redeem(chain, 1, { request: other })).toEqual({ kind: 'conflict' })
    expect(await redeem(chain, 1, { request: { ...request, method: 'other' } })).toEqual({ kind: 'conflict' })
    expect(await eventKinds(chain)).toEqual(['issued', 'redeemed'])
  })

  test('may succeed after it was refused, since a refusal is not remembered', async () => {
    const chain = newSeller()
    await issue(chain)
    await hold(chain, 'SO-2')
    const request = requestOf(chain)
    expect(await redeem(chain, 0, { request })).toMatchObject({ kind: 'refused', refusal: { kind: 'held' } })
    const later = { ...request, nowMs: noon + 60_000 }
    expect(await redeem(chain, 1, { request: later })).toMatchObject({ kind: 'done', isAlreadyDone: false })
  })

  test('of another chain is a call of its own', async () => {
    const [one, other] = [newSeller(), newSeller()]
    for (const chain of [one, other]) {
      await issue(chain)
      const request = { ...requestOf(chain), outRequestNo: 'same' }
      expect(await redeem(chain, 0, { request })).toMatchObject({ kind: 'done', isAlreadyDone: false })
    }
  })

  test('is not spent by a claim that was refused after it had counted something', async () => {
    const chain = newSeller()
    await save(chain, { memberTotal: 1, stockPerDay: 1 })
    await claim(chain, 0, { phone: '13900000001' })
    const refused = await claim(chain, 1, { phone: '13900000002' })
    expect(refused).toMatchObject({ kind: 'refused', refusal: { kind: 'stock-exhausted' } })
    const tomorrow = { ...requestOf(chain), nowMs: noon + 86_400_000 }
    expect(await claim(chain, 2, { phone: '13900000002', request: tomorrow })).toMatchObject({ kind: 'done' })
  })

  test('goes on where the first attempt to void a template broke off, and counts all of it', async () => {
    const chain = newSeller()
    await issueMany(chain, 1200)
    await redeem(chain, 0, { couponCode: 'c3' })
    const asked = { request: requestOf(chain), couponId: 'T', reason: '取消' }
    const { lifecycleStore } = chain.storeAt(0)
    await expect(voidTemplate({ ...asked, lifecycle: failingAfter(lifecycleStore, 2) })).rejects.toThrow('broke off')
    await issueMany(chain, 100, 'later')
    const done = { kind: 'done', answer: { voidedCount: 1199, refusedCount: 1 } }
    expect(await voidTemplate({ ...asked, lifecycle: lifecycleStore })).toEqual({ ...done, isAlreadyDone: false })
    expect(await voidTemplate({ ...asked, lifecycle: lifecycleStore })).toEqual({ ...done, isAlreadyDone: true })
    const store = chain.storeAt(1)
    expect((await store.lifecycleReader.findCoupon(chain.sellerId, 'later0'))?.state).toEqual({ kind: 'unused' })
    expect(await store.eventAuditor.verifyChain(chain.sellerId)).toEqual({ kind: 'intact', events: 1300 + 1 + 1199 })
  })
}

function turningDays(newSeller: NewSeller): void {
  const lastSecond = Date.parse('2026-11-24T23:59:59+08:00')
  const midnight = lastSecond + 1000

  test('a coupon is usable to 23:59:59 of its last day in GMT+8, and not from 00:00:00 on', async () => {
    for (const [nowMs, kind] of [
      [lastSecond, 'done'],
      [midnight, 'refused'],
    ] as const) {
      const chain = newSeller()
      await issue(chain, '2026-11-24')
      expect(await redeem(chain, 0, { request: { ...requestOf(chain), nowMs } })).toMatchObject({ kind })
    }
  })

  test('a daily limit begins anew at midnight in GMT+8, for a member and for the stock', async () => {
    const chain = newSeller()
    await save(chain, { stockPerDay: 1, memberPerDay: 1 })
    const at = (nowMs: number) => claim(chain, 0, { request: { ...requestOf(chain), nowMs } })
    expect([(await at(lastSecond)).kind, (await at(lastSecond)).kind]).toEqual(['done', 'refused'])
    expect([(await at(midnight)).kind, (await at(midnight)).kind]).toEqual(['done', 'refused'])
  })

  test('a program whose clock lags behind midnight takes from the day that has begun', async () => {
    const chain = newSeller()
    await save(chain, { stockPerDay: 2 })
    const at = async (nowMs: number) => (await claim(chain, 0, { request: { ...requestOf(chain), nowMs } })).kind
    expect([await at(midnight), await at(lastSecond), await at(midnight)]).toEqual(['done', 'done', 'refused'])
  })

  test('a claimed coupon counts its days from the day of the claim in GMT+8', async () => {
    const chain = newSeller()
    await save(chain, { validity: { kind: 'relative', fromDay: 0, toDay: 0 } })
    const claimed = await claim(chain, 0, { request: { ...requestOf(chain), nowMs: midnight } })
    expect(claimed).toMatchObject({ answer: { startDate: '2026-11-25', endDate: '2026-11-25' } })
  })
}

function requestOf({ sellerId }: Seller): WriteRequest {
  numbers += 1
  const named = { method: 'm', content: '', actor: 'app:1', requestId: `call-${numbers}` }
  return { sellerId, outRequestNo: `N${numbers}`, ...named, nowMs: noon }
}

async function issue(chain: Seller, endDate = '2026-11-30'): Promise<void> {
  const draft = draftOf({ couponCode: 'c', startDate: '2026-11-01', endDate, orderAmountFen: undefined })
  await chain.storeAt(0).couponIssuer.issueCoupons(chain.sellerId, [draft], noon)
}

async function issueMany(chain: Seller, count: number, prefix = 'c', couponAmountFen?: number): Promise<void> {
  for (let first = 0; first < count; first += 1000) {
    const drafts = Array.from({ length: Math.min(1000, count - first) }, (_, place) => {
      const terms = {
        couponCode: `${prefix}${first + place}`,
        couponId: 'T',
        orderAmountFen: undefined,
        couponAmountFen,
      }
      return draftOf({ ...terms, startDate: undefined, endDate: undefined })
    })
    await chain.storeAt(0).couponIssuer.issueCoupons(chain.sellerId, drafts, noon)
  }
}

type RedeemChanges = Readonly<{
  request?: WriteRequest
  orderId?: string
  couponCode?: string
  amountFen?: number | undefined
}>

function redeem(chain: Seller, place: number, changes: RedeemChanges = {}) {
  const { request = requestOf(chain), orderId = `SO-${place}`, couponCode = 'c', amountFen } = changes
  const order = { shop: undefined, amountFen, lines: [] }
  const lifecycle = chain.storeAt(place).lifecycleStore
  return redeemCoupons({
    lifecycle,
    request,
    couponCodes: [couponCode],
    orderId,
    order,
    redeemedAtMs: undefined,
    randomBytes,
  })
}

/** For one minute. */
function hold(chain: Seller, orderId: string) {
  const { lifecycleStore } = chain.storeAt(0)
  return holdCoupon({ lifecycle: lifecycleStore, request: requestOf(chain), couponCode: 'c', orderId, ttlSeconds: 60 })
}

async function save(chain: Seller, terms: Partial<TemplateTerms>): Promise<void> {
  await saveTemplate({
    lifecycle: chain.storeAt(0).lifecycleStore,
    request: requestOf(chain),
    terms: templateOf(terms),
  })
}

type ClaimChanges = Readonly<{ request?: WriteRequest; phone?: string; count?: number }>

function claim(chain: Seller, place: number, changes: ClaimChanges = {}) {
  const { request = requestOf(chain), phone = '18612255668', count = 1 } = changes
  const member = { phone, cardNo: undefined }
  const lifecycle = chain.storeAt(place).lifecycleStore
  return claimCoupons({ lifecycle, request, couponId: 'T', member, count, channel: undefined, randomBytes })
}

async function eventKinds({ sellerId, storeAt }: Seller): Promise<readonly string[]> {
  const { events } = await storeAt(0).eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1000 })
  return events.map(({ kind }) => kind)
}

/** A store whose program ends after so many writes of parts. */
function failingAfter(store: LifecycleStore, parts: number): LifecycleStore {
  let left = parts
  return {
    ...store,
    writeOnce(request, work) {
      if (request.part !== undefined) left -= 1
      if (left < 0) return Promise.reject(new Error('broke off'))
      return store.writeOnce(request, work)
    },
  }
}
