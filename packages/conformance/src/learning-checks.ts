import { expect } from 'expect'
import {
  countFigures,
  draftOf,
  learnCoupons,
  listEvents,
  requestOf,
  runAct,
  type Store,
  voidCoupons,
} from '#server/testing'
import { type Checks, together } from './programs.ts'

const unused = { kind: 'unused' } as const
const used = { kind: 'used' } as const

/** What every engine must do with coupons that another CRM has. */
export const learningChecks: Checks = {
  async 'programs that learn the same at the same time leave each coupon and each change once'({
    at,
    one,
    other,
    sellerId,
  }) {
    const codes = ['a', 'b', 'c', 'd']
    await together(6, (place) => learn(at(place), sellerId, codes.map(saying(unused))))
    await together(6, (place) => learn(at(place), sellerId, codes.slice(0, 2).map(saying(used))))
    await learn(other, sellerId, [saying(unused)('b')])
    const events = (await listEvents(one, sellerId)).filter(({ kind }) => kind === 'issued' || kind === 'learned')
    expect(events.map(({ kind, couponCode }) => `${kind} ${couponCode}`)).toEqual([
      ...codes.map((code) => `issued ${code}`),
      ...['learned a', 'learned b', 'learned b'],
    ])
    expect(JSON.parse(events.at(-1)?.after ?? '')).toMatchObject({ state: 'unused', reason: 'a call' })
    expect(await usedOfIssued(one, sellerId)).toEqual({ issued: 4, redeemed: 0, usedOfIssued: 1 })
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'learning leaves coupons void that were voided here, and follows those that it learned as used'({
    one,
    other,
    sellerId,
  }) {
    await learn(one, sellerId, [saying(unused)('a'), saying(used)('b')])
    const voiding = { lifecycle: one.lifecycleStore, couponCodes: ['a'], reason: '误发' }
    await runAct(voidCoupons, { ...voiding, request: requestOf(sellerId) })
    const learned = await learn(other, sellerId, [saying(used)('a'), saying(unused)('b')])
    expect(learned).toMatchObject({
      kind: 'done',
      answer: [
        [0, { isMoved: false, contradicted: ['status'] }],
        [1, { isMoved: true, contradicted: [] }],
      ],
    })
    const states = await one.lifecycleReader.findCoupons(sellerId, ['a', 'b'])
    expect(states.map(({ state }) => state.kind).toSorted()).toEqual(['unused', 'void'])
    expect(await usedOfIssued(one, sellerId)).toEqual({ issued: 2, redeemed: 0, usedOfIssued: 0 })
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },
}

const saying = (state: typeof unused | typeof used) => (couponCode: string) => draftOf({ couponCode }, state)

function learn({ lifecycleStore: lifecycle }: Store, sellerId: string, coupons: readonly ReturnType<typeof draftOf>[]) {
  return runAct(learnCoupons, { lifecycle, request: requestOf(sellerId), coupons, reason: 'a call' })
}

async function usedOfIssued(store: Store, sellerId: string) {
  await countFigures(store, sellerId)
  return store.figureReader.read(sellerId, async (figures) => {
    const sums = await figures.sum({ sellerId, fromDay: '2026-01-01', toDay: '2027-12-31' })
    return { issued: sums.issued, redeemed: sums.redeemed, usedOfIssued: sums.usedOfIssued }
  })
}
