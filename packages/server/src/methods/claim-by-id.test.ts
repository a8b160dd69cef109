import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { mergeMembers } from '#domain/lifecycle/merge-members'
import { replaceCard } from '#domain/lifecycle/replace-card'
import { openStore, type Store } from '#store/open-store'
import { administer } from '#testing/administer'
import { answerOf, claim as claimAs, erase, reserve, save } from '#testing/lifecycle-calls'
import { newSeller, noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { claimCouponsMethod } from './yaoquan.coupon.claim.ts'

let store: Store

beforeAll(async () => {
  store = await openStore({ dataDir: temporaryFolder() })
})
afterAll(() => store.close())

/** A seller with the template `T`, the member M1 of the card `one` and M2 of the card `two`. */
async function openSeller(): Promise<string> {
  const sellerId = newSeller()
  await administer(store, noon).createSeller({ sellerId, name: '连锁' })
  answerOf(await save(store, requestOf(sellerId), {}))
  for (const cardNo of ['one', 'two']) answerOf(await claimAs(store, requestOf(sellerId), { cardNo }))
  return sellerId
}

/** The result of a claim by the member M1. */
async function claim(sellerId: string, requested: object = {}) {
  const method = claimCouponsMethod({ lifecycle: store.lifecycleStore, randomBytes })
  const context = { requestId: 'r', appKey: '1', actor: 'app:1', grants: { preset: 'full', allowed: [], denied: [] } }
  const input = { outRequestNo: 'K', memberId: 'M1', channel: 'app', ...requested }
  const called = await method.call(input, { ...context, sellerId, nowMs: noon } as const)
  return called.result
}

const claimings: readonly (readonly [string, (sellerId: string) => Promise<object>])[] = [
  ['of a template', async () => ({ couponId: 'T' })],
  [
    'of a reserved code',
    async (sellerId) => ({ couponCode: answerOf(await reserve(store, requestOf(sellerId), {})).couponCodes[0] }),
  ],
]

const changes: readonly (readonly [string, (sellerId: string) => Promise<unknown>, string | undefined])[] = [
  [
    'the card was replaced',
    (sellerId) => {
      const replacing = { cardNo: 'one', state: 'replaced', newCardNo: 'three', reason: undefined } as const
      return runAct(replaceCard, { lifecycle: store.lifecycleStore, request: requestOf(sellerId), ...replacing })
    },
    undefined,
  ],
  [
    'the member was merged',
    (sellerId) => {
      const pair = { from: 'M1', into: 'M2', reason: undefined }
      return runAct(mergeMembers, { lifecycle: store.lifecycleStore, request: requestOf(sellerId), ...pair })
    },
    'MEMBER_MERGED',
  ],
  ['the member was erased', (sellerId) => erase(store, requestOf(sellerId), 1), 'MEMBER_ERASED'],
]

test.each(
  changes.flatMap(([what, change, errorCode]) =>
    claimings.map(([kind, asking]) => ({ what, change, errorCode, kind, asking })),
  ),
)('a claim $kind that is repeated after $what gets its first answer', async ({ change, errorCode, asking }) => {
  const sellerId = await openSeller()
  const requested = await asking(sellerId)
  const first = await claim(sellerId, requested)
  expect(first).toMatchObject({ success: true, coupons: [{}] })
  expect(await change(sellerId)).toMatchObject({ kind: 'done' })
  expect(await claim(sellerId, requested)).toEqual({ ...first, alreadyDone: true })
  expect(await claim(sellerId, { ...requested, channel: 'other' })).toMatchObject({ errorCode: 'IDEMPOTENT_CONFLICT' })
  const next = await claim(sellerId, { outRequestNo: 'L', couponId: 'T' })
  expect(next).toMatchObject(errorCode === undefined ? { success: true } : { errorCode, coupons: [] })
})

test('a member that there is not is refused', async () => {
  const sellerId = await openSeller()
  expect(await claim(sellerId, { couponId: 'T', memberId: 'M9' })).toMatchObject({ errorCode: 'MEMBER_NOT_FOUND' })
})
