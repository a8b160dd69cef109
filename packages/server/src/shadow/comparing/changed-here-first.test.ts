import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Deviation } from '#shadow/report/deviation'
import { openStore, type Store } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { answerOf, hold, redeem } from '#testing/lifecycle-calls'
import { noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { withoutChangedHereFirst } from './changed-here-first.ts'

const sellerId = '111'
let store: Store

/** Coupon `c` is issued at noon, held 10 s later, and redeemed 2 s after that. */
beforeAll(async () => {
  store = await openStore({ dataDir: temporaryFolder() })
  await issuerOf(store).issueCoupons(sellerId, [draftOf({ couponCode: 'c', endDate: '2026-11-30' })], noon)
  answerOf(await hold(store, requestOf(sellerId, { nowMs: noon + 10_000 }), { orderId: 'S1' }))
  answerOf(await redeem(store, requestOf(sellerId, { nowMs: noon + 12_000 }), { orderId: 'S1' }))
})
afterAll(() => store.close())

const status = (upstream: string): Deviation => ({
  class: 'field',
  name: 'status',
  couponCode: 'c',
  upstream,
  ours: '1',
})
const shop: Deviation = { ...status('01'), name: 'shop' }
const extra: Deviation = { class: 'extra', name: '', couponCode: 'c', upstream: '', ours: 'c' }
const total: Deviation = { class: 'total', name: 'total_count', upstream: '1', ours: '2' }

it.each<[promise: string, seconds: number, found: readonly Deviation[], left: readonly Deviation[]]>([
  ['the status before the latest change is timing', 14, [status('4')], []],
  ['so is the one before two changes', 14, [status('0')], []],
  ['a status that the coupon never had deviates', 14, [status('3')], [status('3')]],
  ['after the stated time a former status deviates', 18, [status('0')], [status('0')]],
  ['within it, only what it was since then is timing', 16, [status('0'), status('4')], [status('0')]],
  ['other members and totals never follow from a change', 14, [shop, total], [shop, total]],
  ['a coupon that was issued just now may be missing there', 3, [extra], []],
  ['a coupon that was issued before may not', 14, [extra], [extra]],
])('%s', async (_promise, seconds, found, left) => {
  const history = { coupons: store.lifecycleReader, events: store.eventReader, aheadMs: 5_000 }
  const call = { sellerId, atMs: noon + seconds * 1_000 }
  expect(await withoutChangedHereFirst(found, call, history)).toEqual(left)
})
