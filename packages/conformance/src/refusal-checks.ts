import { expect } from 'expect'
import {
  draftOf,
  issuerOf,
  type KeptRefusal,
  listEvents,
  type Named,
  noon,
  type RefusalToKeep,
  requestOf,
  type Store,
} from '#server/testing'
import { answerOf, erase } from '#server/testing/calls'
import type { Checks, Programs } from './programs.ts'

/** What every engine must do with refused calls. */
export const refusalChecks: Checks = {
  async 'a batch is found call by call, by every program, and once if it comes again'({ one, other, sellerId }) {
    const calls = ['r1', 'r2', 'r3'].map((requestId) => refusal(sellerId, { requestId }))
    await one.refusalLog.keepRefusals(calls.slice(0, 2))
    await other.refusalLog.keepRefusals(calls)
    for (const store of [one, other]) {
      for (const { requestId } of calls) {
        expect(await store.refusalLog.findRefusal(sellerId, requestId)).toEqual(kept({ requestId }))
      }
      expect(await store.refusalLog.findRefusal(sellerId, 'r4')).toBeUndefined()
      expect(await store.refusalLog.findRefusal('nobody', 'r1')).toBeUndefined()
    }
  },

  async 'the newest event is the one after which a call was refused'(programs) {
    const { one, other, sellerId } = programs
    expect(await one.refusalLog.newestEvent(sellerId)).toBe(0)
    await issue(programs, 'a1', { phone: '13800000001', cardNo: undefined })
    const newest = (await listEvents(one, sellerId)).at(-1)?.eventSeq
    for (const store of [one, other]) expect(await store.refusalLog.newestEvent(sellerId)).toBe(newest)
  },

  async 'what was sent is unreadable once the member of its coupons is erased; other calls stay'(programs) {
    const { one, other, sellerId } = programs
    await issue(programs, 'a1', { phone: undefined, cardNo: 'a' })
    await issue(programs, 'b1', { phone: undefined, cardNo: 'b' })
    const ofBoth = { couponCodes: ['b1', 'a1'] }
    const named: readonly (readonly [requestId: string, names: RefusalToKeep['names']])[] = [
      ['by coupon', { couponCodes: ['a1'] }],
      ['by card', { cardNo: 'a' }],
      ['of both', ofBoth],
      ['of b', { couponCodes: ['b1'] }],
      ['of nobody', { couponCodes: ['unknown'] }],
    ]
    await one.refusalLog.keepRefusals(named.map(([requestId, names]) => refusal(sellerId, { requestId, names })))
    for (const [requestId] of named) expect((await found(other, sellerId, requestId))?.content).toBe('{"shop":"01"}')
    answerOf(await erase(one, requestOf(sellerId), await numberOf(one, sellerId, 'a')))
    await other.erasures.finish(noon)
    for (const store of [one, other]) {
      for (const requestId of ['by coupon', 'by card', 'of both']) {
        expect(await found(store, sellerId, requestId)).toEqual(kept({ requestId, content: undefined }))
      }
      for (const requestId of ['of b', 'of nobody']) {
        expect(await found(store, sellerId, requestId)).toEqual(kept({ requestId }))
      }
    }
    await other.refusalLog.keepRefusals([refusal(sellerId, { requestId: 'later', names: { couponCodes: ['a1'] } })])
    expect((await found(one, sellerId, 'later'))?.errorCode).toBe('COUPON_EXPIRED')
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a content that is too large is left out, and the rest is kept'({ one, sellerId }) {
    await one.refusalLog.keepRefusals([refusal(sellerId, { content: 'x'.repeat(65_537) })])
    expect(await found(one, sellerId, 'r1')).toEqual(kept({ content: undefined }))
  },

  async 'calls of a span are listed, the newest first, page by page, and counted by reason'({ one, other, sellerId }) {
    const times = [noon, noon + 1, noon + 1, noon + 1, noon + 2, noon + 3]
    const calls = times.map((atMs, place) =>
      refusal(sellerId, { requestId: `r${place}`, atMs, errorCode: place % 2 === 0 ? 'COUPON_USED' : 'COUPON_VOID' }),
    )
    await one.refusalLog.keepRefusals(calls)
    const span = { fromMs: noon + 1, untilMs: noon + 3 }
    const first = await other.refusalLog.listRefusals(sellerId, span, { after: undefined, limit: 3 })
    const second = await other.refusalLog.listRefusals(sellerId, span, { after: first.at(-1), limit: 3 })
    expect([...first, ...second].map(({ requestId }) => requestId)).toEqual(['r4', 'r3', 'r2', 'r1'])
    const { method, appKey } = call
    expect(first[0]).toEqual({ requestId: 'r4', method, appKey, atMs: noon + 2, errorCode: 'COUPON_USED' })
    const count = async (most: number) =>
      (await other.refusalLog.countReasons(sellerId, span, most))
        .toSorted((left, right) => (left.errorCode < right.errorCode ? -1 : 1))
        .map(({ errorCode, calls: counted }) => [errorCode, counted])
    expect(await count(100)).toEqual([
      ['COUPON_USED', 2],
      ['COUPON_VOID', 2],
    ])
    expect(await count(1)).toEqual([['COUPON_USED', 1]])
  },

  async 'orders count once for a reason, with the largest amount, and calls without an amount for nothing'(programs) {
    const { one, other, sellerId } = programs
    const tried: readonly (readonly [errorCode: string, orderId: string, amountFen: number | undefined])[] = [
      ['COUPON_USED', 'SO-1', 10_000],
      ['COUPON_USED', 'SO-1', 12_550],
      ['COUPON_USED', 'SO-1', 9_900],
      ['COUPON_USED', 'SO-2', 100_000_000_000],
      ['COUPON_USED', 'SO-13800000001', 1],
      ['COUPON_USED', 'SO-13800000002', 1],
      ['COUPON_USED', 'SO-3', undefined],
      ['COUPON_VOID', 'SO-1', 7],
      ['COUPON_HELD', 'SO-4', undefined],
      ['GROUP_LIMIT', 'SO-4', 0],
    ]
    const calls = tried.map(([errorCode, orderId, amountFen], place) => {
      const order = amountFen === undefined ? undefined : { orderId, amountFen }
      return refusal(sellerId, { requestId: `r${place}`, atMs: noon + place, errorCode, order })
    })
    for (const [place, refused] of calls.entries()) await programs.at(place).refusalLog.keepRefusals([refused])
    const count = async (store: Store, most: number) => {
      const counted = await store.refusalLog.countReasons(sellerId, { fromMs: noon, untilMs: noon + 100 }, most)
      return counted
        .toSorted((left, right) => (left.errorCode < right.errorCode ? -1 : 1))
        .map(({ errorCode, calls, orderFen }) => [errorCode, calls, orderFen])
    }
    for (const store of [one, other]) {
      expect(await count(store, 100)).toEqual([
        ['COUPON_HELD', 1, undefined],
        ['COUPON_USED', 7, 100_000_012_552],
        ['COUPON_VOID', 1, 7],
        ['GROUP_LIMIT', 1, 0],
      ])
      expect((await count(store, 9))[1]).toEqual(['COUPON_USED', 6, 100_000_012_552])
    }
  },

  async 'calls that are older are removed, and no others'({ one, other, sellerId }) {
    const times = Array.from({ length: 300 }, (_, place) => noon + place)
    const calls = times.map((atMs) => refusal(sellerId, { requestId: `at ${atMs}`, atMs }))
    await one.refusalLog.keepRefusals(calls.slice(0, 150))
    await one.refusalLog.keepRefusals(calls.slice(150))
    let [removed, last] = [0, 1]
    while (last > 0) {
      last = await other.refusalLog.removeRefusals(sellerId, noon + 290)
      removed += last
    }
    expect(removed).toBe(290)
    expect(await found(one, sellerId, `at ${noon + 289}`)).toBeUndefined()
    expect(await found(one, sellerId, `at ${noon + 290}`)).toBeDefined()
  },
}

function refusal(sellerId: string, changes: Partial<RefusalToKeep> = {}): RefusalToKeep {
  return { sellerId, names: {}, order: undefined, ...call, ...changes }
}

const call = {
  requestId: 'r1',
  method: 'yaoquan.coupon.redeem',
  appKey: '1',
  atMs: noon,
  eventSeq: 7,
  errorCode: 'COUPON_EXPIRED',
  content: '{"shop":"01"}',
} as const

function kept(changes: Partial<KeptRefusal> = {}): KeptRefusal {
  return { ...call, ...changes }
}

function found({ refusalLog }: Store, sellerId: string, requestId: string) {
  return refusalLog.findRefusal(sellerId, requestId)
}

async function issue({ one, sellerId }: Programs, couponCode: string, named: Named): Promise<void> {
  await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode, channel: 'app', ...named })], noon)
}

async function numberOf(store: Store, sellerId: string, cardNo: string): Promise<number> {
  const [member] = await store.memberReader.findMembersNamed(sellerId, { phone: undefined, cardNo })
  return member?.memberNo ?? 0
}
