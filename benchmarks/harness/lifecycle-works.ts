import { randomBytes as systemRandomBytes } from 'node:crypto'
import type { CouponDraft } from '../../packages/server/src/domain/coupon/coupon-store.ts'
import { claimCoupons } from '../../packages/server/src/domain/lifecycle/claim-coupons.ts'
import { issueCoupons } from '../../packages/server/src/domain/lifecycle/issue-coupons.ts'
import { unpriced } from '../../packages/server/src/domain/lifecycle/judge-on-order.ts'
import { runAct, type WriteRequest } from '../../packages/server/src/domain/lifecycle/lifecycle-store.ts'
import { redeemCoupons } from '../../packages/server/src/domain/lifecycle/redeem-coupons.ts'
import { saveTemplate } from '../../packages/server/src/domain/lifecycle/save-template.ts'
import { syncOrder } from '../../packages/server/src/domain/lifecycle/sync-order.ts'
import { newSellerPolicy } from '../../packages/server/src/domain/policy/seller-policy.ts'
import { createRandomPool } from '../../packages/server/src/encryption/cipher.ts'
import type { Store } from '../../packages/server/src/store/open-store.ts'
import { draftOf as exampleDraft } from '../../packages/server/src/testing/example-draft.ts'
import { orderVersionWith } from '../../packages/server/src/testing/example-order.ts'
import { templateOf } from '../../packages/server/src/testing/example-template.ts'
import { scatteredCode } from './scattered-code.ts'

/** As a server has it. */
const randomBytes = createRandomPool(systemRandomBytes)

/** Performs one write. @returns the number of coupons it wrote */
export type Work = () => Promise<number>

export type Seller = Readonly<{ store: Store; sellerId: string; members: number }>

/** How long the callers of a work waited for each of its writes, in milliseconds. */
export type Measured = Readonly<{ perSecond: number; waitsMs: readonly number[] }>

/** Lets callers do a work for a time. @param atOnce callers */
export async function measure(work: Work, atOnce: number, seconds: number): Promise<Measured> {
  const startMs = performance.now()
  const endMs = startMs + seconds * 1000
  const waitsMs: number[] = []
  let done = 0
  const caller = async () => {
    for (let beginMs = performance.now(); beginMs < endMs; ) {
      const more = await work()
      done += more
      const nowMs = performance.now()
      waitsMs.push(nowMs - beginMs)
      beginMs = nowMs
    }
  }
  await Promise.all(Array.from({ length: atOnce }, caller))
  return { perSecond: (done / (performance.now() - startMs)) * 1000, waitsMs }
}

/** Does the works in turns. */
export function inTurns(works: readonly Work[]): Work {
  let turn = 0
  return () => {
    turn += 1
    const work = works[turn % works.length]
    if (work === undefined) throw new RangeError('no works')
    return work()
  }
}

let numbers = 0

function request(sellerId: string, method: string): WriteRequest {
  numbers += 1
  const content = `{"bench":${numbers}}`
  const actor = 'app:12345678'
  // Signatures are random, so the inserts into their key are scattered.
  const sign = { signDigest: randomBytes(16), callDigest: randomBytes(16) }
  return { sellerId, outRequestNo: `b${numbers}`, method, content, actor, requestId: 'bench', nowMs: Date.now(), sign }
}

/** Issues coupons to the members in turn. */
export function issue({ store, sellerId, members }: Seller, count: number): Work {
  return async () => {
    const rows = Array.from({ length: count }, () => rawCoupon(members))
    await issueCoupons({ lifecycle: store.lifecycleStore, request: request(sellerId, 'issue'), rows })
    return count
  }
}

/** Issues a coupon to a new member. */
export function issueToNew({ store, sellerId }: Seller): Work {
  return async () => {
    const rows = [{ ...rawCoupon(1), phone: newPhone() }]
    await issueCoupons({ lifecycle: store.lifecycleStore, request: request(sellerId, 'issue'), rows })
    return 1
  }
}

/** Coupons that are issued and not used. */
export class Unused {
  readonly #seller: Seller
  readonly #codes: string[]

  constructor(seller: Seller, codes: string[] = []) {
    this.#seller = seller
    this.#codes = codes
  }

  /** The same coupons, used through another store. */
  through(store: Store): Unused {
    return new Unused({ ...this.#seller, store }, this.#codes)
  }

  /** Issues more. @param batches of 1,000 */
  async prepare(batches: number): Promise<void> {
    const { store, sellerId, members } = this.#seller
    for (let batch = 0; batch < batches; batch += 1) {
      const rows = Array.from({ length: 1000 }, () => rawCoupon(members))
      this.#codes.push(...rows.map(({ couponCode }) => couponCode))
      await issueCoupons({ lifecycle: store.lifecycleStore, request: request(sellerId, 'issue'), rows })
    }
  }

  readonly redeem: Work = async () => {
    const { store, sellerId } = this.#seller
    const outcome = await redeemCoupons({
      lifecycle: store.lifecycleStore,
      request: request(sellerId, 'redeem'),
      couponCodes: [this.#take()],
      orderId: `SO-${numbers}`,
      shop: '01',
      ...unpriced,
      redeemedAtMs: undefined,
      randomBytes,
    })
    return doneIn(outcome)
  }

  /** Syncs an order of a new member with a coupon. */
  readonly sync: Work = async () => {
    const { store, sellerId } = this.#seller
    const phone = newPhone()
    const version = orderVersionWith({ orderId: `ON-${numbers}`, couponCodes: [this.#take()], phone, shop: '01' })
    const input = { lifecycle: store.lifecycleStore, request: request(sellerId, 'order.sync') }
    return doneIn(await syncOrder({ ...input, version, policy: newSellerPolicy, randomBytes }))
  }

  #take(): string {
    const couponCode = this.#codes.pop()
    if (couponCode === undefined) throw new Error('the prepared coupons are used up: prepare more')
    return couponCode
  }
}

export function claim({ store, sellerId, members }: Seller, couponId: string): Work {
  return async () => {
    const outcome = await claimCoupons({
      lifecycle: store.lifecycleStore,
      request: request(sellerId, 'claim'),
      couponId,
      member: { phone: phoneOf(numbers, members), cardNo: undefined },
      count: 1,
      channel: 'wechat',
      randomBytes,
    })
    return doneIn(outcome)
  }
}

export async function save({ store, sellerId }: Seller, template: typeof terms): Promise<void> {
  await runAct(saveTemplate, {
    lifecycle: store.lifecycleStore,
    request: request(sellerId, 'save'),
    terms: template,
  })
}

function doneIn(outcome: Readonly<{ kind: string }>): number {
  if (outcome.kind !== 'done') throw new Error(`refused: ${JSON.stringify(outcome)}`)
  return 1
}

let coupons = 0

/** @param members among whom the coupons are spread */
export function rawCoupon(members: number): typeof rawTexts & Readonly<{ couponCode: string; phone: string }> {
  coupons += 1
  return { ...rawTexts, couponCode: scatteredCode(coupons), phone: phoneOf(coupons, members) }
}

let bareRows = 0

/** Coupons for the bare loop. */
export function bareDrafts(rows: number): readonly CouponDraft[] {
  const first = bareRows
  bareRows += rows
  return Array.from({ length: rows }, (_, row) => bareDraft(first + row + 1))
}

function bareDraft(number: number): CouponDraft {
  const { couponAmount, orderAmount, couponCode, phone, ...texts } = {
    ...rawTexts,
    phone: phoneOf(number, 25_000),
    couponCode: scatteredCode(number),
  }
  const amounts = { couponAmountFen: Number(couponAmount) * 100, orderAmountFen: Number(orderAmount) * 100 }
  const absent = { cardNo: undefined, description: undefined, attribute: undefined }
  return {
    terms: { ...exampleDraft().terms, ...absent, ...texts, ...amounts, couponCode, phone },
    state: { kind: 'unused' },
  }
}

const rawTexts = {
  couponId: '11',
  couponName: '满199减99',
  channel: 'erp',
  couponAmount: '99',
  orderAmount: '199',
  startDate: '2020-01-01',
  endDate: '2099-12-31',
  billDate: '2026-11-24',
  shop: '01,02',
  category: '1001,10012',
} as const

/** Of a template without limits. */
export const terms = templateOf({
  couponId: '11',
  couponName: '满199减99',
  kind: 'full_reduction',
  couponAmountFen: 9_900,
  orderAmountFen: 19_900,
  shop: '01,02',
  category: '1001,10012',
  returnPolicy: { kind: 'none', extendDays: 0 },
})

function phoneOf(number: number, members: number): string {
  return `186${String((number * 7919) % members).padStart(8, '0')}`
}

let newPhones = 0

function newPhone(): string {
  newPhones += 1
  return `13${String(newPhones).padStart(9, '0')}`
}
