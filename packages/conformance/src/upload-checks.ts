import { expect } from 'expect'
import fc from 'fast-check'
import {
  draftOf,
  issuerOf,
  listUploads,
  newSeller,
  noon,
  permutations,
  requestOf,
  returnCoupon,
  returnGoods,
  runAct,
  type Store,
  triedOnly,
  voidCoupons,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import { type Checks, together } from './programs.ts'

/** What must hold of redemptions that tills upload after they were offline. */
export const uploadChecks: Checks = {
  async 'every order of arrival, with repetitions, leaves the same state, and each upload keeps its answer'(programs) {
    await fc.assert(
      fc.asyncProperty(anyUploads, fc.boolean(), async (uploads, isShared) => {
        const expected = expectedState(uploads)
        for (const arrivals of permutations(uploads)) {
          const sellerId = await newSellerWithCoupons(programs.one)
          const answers = new Map<string, unknown>()
          for (const [place, use] of arrivals.entries()) {
            answers.set(use.no, await answerOf(programs.at(isShared ? place : 0), sellerId, use))
          }
          for (const use of uploads) {
            expect(await answerOf(programs.other, sellerId, use)).toEqual(answers.get(use.no))
          }
          expect(await stateOf(programs.other, sellerId)).toEqual(expected)
        }
      }),
      { numRuns: Math.max(2, Math.ceil(programs.modelRuns / 5)), examples: [[wonBack, false]] },
    )
  },

  async 'uploads through all programs at the same time leave what they leave one after the other'(programs) {
    for (let round = 0; round < 5; round += 1) {
      const uses = Array.from({ length: 8 }, (_, place): Use => {
        return { no: `U${place}`, orderId: `SO-${(place * 3) % 5}`, codes: ['a', 'b'], atMs: noon - (place % 4) * 1000 }
      })
      const sellerId = await newSellerWithCoupons(programs.one)
      // Each twice, as by a till that repeats before it has an answer.
      await together(16, (place) => upload(programs.at(place), sellerId, uses[place % 8] ?? uses[0]))
      expect(await stateOf(programs.other, sellerId)).toEqual(expectedState(uses))
      expect(await programs.other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    }
  },

  async 'a redemption online wins over an earlier one of a till that was offline, and a hold or a later void does not'(
    programs,
  ) {
    const { one, other } = programs
    const sellerId = await newSellerWithCoupons(one)
    await calls.redeem(one, requestOf(sellerId), { couponCodes: ['a'], orderId: 'ONLINE' })
    await calls.hold(one, requestOf(sellerId), { couponCode: 'b', orderId: 'HELD' })
    const voiding = { lifecycle: one.lifecycleStore, request: requestOf(sellerId), couponCodes: ['c'], reason: 'x' }
    await runAct(voidCoupons, voiding)
    const use = { no: 'U', orderId: 'SO', codes: ['a', 'b', 'c', 'none'], atMs: noon - 60_000 }
    const used = { kind: 'not-usable', reason: { code: 'USED_BY', orderId: 'ONLINE', atMs: noon } }
    expect(await answerOf(other, sellerId, use)).toMatchObject([
      { verdict: 'conflict', refusal: used },
      { verdict: 'redeemed' },
      { verdict: 'redeemed' },
      { verdict: 'unknown_coupon' },
    ])
    const late = await answerOf(other, sellerId, { ...use, no: 'V', orderId: 'LATE', codes: ['c'], atMs: noon + 1000 })
    expect(late).toMatchObject([{ verdict: 'not_valid', refusal: { kind: 'not-usable', reason: { code: 'VOID' } } }])
    const same = await answerOf(other, sellerId, { ...use, no: 'W', orderId: 'ONLINE', codes: ['a'] })
    expect(same).toMatchObject([{ verdict: 'redeemed' }])
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'uses before a return are in conflict with the order that returned the coupon, and those after it compete'(
    programs,
  ) {
    const { one, other } = programs
    const sellerId = await newSellerWithCoupons(one)
    const first = await uploaded(one, sellerId, { no: 'A', orderId: 'SO-A', codes: ['a'], atMs: noon - 60_000 })
    const redemptionId = first[0]?.redemptionId ?? ''
    const back = { lifecycle: one.lifecycleStore, redemptionId, reason: '退货' }
    expect(await returnCoupon({ ...back, request: requestOf(sellerId) })).toMatchObject({ kind: 'done' })
    const before = { no: 'B', orderId: 'SO-B', codes: ['a'], atMs: noon - 120_000 }
    expect(await answerOf(other, sellerId, before)).toMatchObject([
      { verdict: 'conflict', refusal: { reason: { orderId: 'SO-A' } } },
    ])
    const after = { no: 'C', orderId: 'SO-C', codes: ['a'], atMs: noon + 2000 }
    expect(await answerOf(other, sellerId, after)).toMatchObject([{ verdict: 'redeemed' }])
    const repeated = await returnCoupon({ ...back, request: requestOf(sellerId) })
    expect(repeated).toMatchObject({ kind: 'done', answer: { isUnchanged: true } })
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a return and an earlier upload at the same time leave one of two states, and an intact chain'(programs) {
    for (let round = 0; round < 8; round += 1) {
      const sellerId = await newSellerWithCoupons(programs.one)
      const later = { no: 'A', orderId: 'SO-A', codes: ['a'], atMs: noon - 1000 }
      const redemptionId = (await uploaded(programs.one, sellerId, later))[0]?.redemptionId ?? ''
      const back = { lifecycle: programs.other.lifecycleStore, redemptionId, reason: '退货' }
      const [returned, earlier] = await Promise.all([
        returnCoupon({ ...back, request: requestOf(sellerId) }),
        uploaded(programs.one, sellerId, { no: 'B', orderId: 'SO-B', codes: ['a'], atMs: noon - 2000 }),
      ])
      const verdict = earlier[0]?.verdict
      expect([returned.kind, verdict]).toEqual(
        returned.kind === 'done' ? ['done', 'conflict'] : ['refused', 'redeemed'],
      )
      expect(await programs.one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    }
  },

  async 'ids that contain a phone are kept, compared and shown whole, and are in no event'(programs) {
    const { one, other } = programs
    const sellerId = await newSellerWithCoupons(one)
    const orderId = 'POS-13912345678'
    const use = { no: 'N-13912345679', orderId, codes: ['a'], atMs: noon - 1000 }
    const answer = await answerOf(one, sellerId, use)
    expect(await answerOf(other, sellerId, use)).toEqual(answer)
    const loser = await answerOf(one, sellerId, { ...use, no: 'later', orderId: 'SO', atMs: noon })
    expect(loser).toMatchObject([{ verdict: 'conflict', refusal: { reason: { orderId } } }])
    expect((await uploadsOf(other, sellerId, 'redeemed')).map((one) => one.orderId)).toEqual([orderId])
    const { events } = await other.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 100 })
    expect(events.filter(({ kind }) => kind === 'redemption_judged')).toHaveLength(2)
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },
}

/** An order at a till that was offline. */
type Use = Readonly<{ no: string; orderId: string; codes: readonly string[]; atMs: number }>

const orderIds = ['SO-1', 'SO-2', 'SO-3'] as const

const anyUploads: fc.Arbitrary<readonly Use[]> = fc.uniqueArray(
  fc.record({
    no: fc.constantFrom('U1', 'U2', 'U3', 'U4', 'U5'),
    orderId: fc.constantFrom(...orderIds),
    codes: fc.subarray(['a', 'b', 'ended', 'none'], { minLength: 1 }),
    atMs: fc.constantFrom(noon - 3000, noon - 2000, noon - 1000),
  }),
  { minLength: 2, maxLength: 4, selector: ({ no }) => no },
)

/** The first to arrive may be the third, which loses the coupon to the second, and its order gets it back by the first. */
const wonBack: readonly Use[] = [
  { no: 'U1', orderId: 'SO-2', codes: ['b'], atMs: noon - 3000 },
  { no: 'U2', orderId: 'SO-1', codes: ['b'], atMs: noon - 3000 },
  { no: 'U3', orderId: 'SO-2', codes: ['b'], atMs: noon - 3000 },
]

async function newSellerWithCoupons(store: Store): Promise<string> {
  const sellerId = newSeller()
  const terms = { startDate: undefined, endDate: undefined, billDate: undefined, category: undefined, shop: undefined }
  const draft = (couponCode: string, endDate?: string) =>
    draftOf({ couponCode, ...terms, endDate, orderAmountFen: undefined })
  const drafts = [draft('a'), draft('b'), draft('c'), draft('ended', '2026-11-23')]
  await issuerOf(store).issueCoupons(sellerId, drafts, noon - 3_600_000)
  return sellerId
}

function upload(store: Store, sellerId: string, use: Use | undefined) {
  if (use === undefined) throw new Error('nothing to upload')
  const { no: outRequestNo, orderId, codes: couponCodes, atMs } = use
  const request = requestOf(sellerId, { outRequestNo, content: JSON.stringify(use) })
  return calls.upload(store, request, { orderId, couponCodes, atMs, lines: [20_000, 10_000], tillOffFen: undefined })
}

async function uploaded(store: Store, sellerId: string, use: Use) {
  return calls.answerOf(await upload(store, sellerId, use)).redemptions
}

async function answerOf(store: Store, sellerId: string, use: Use): Promise<unknown> {
  return uploaded(store, sellerId, use)
}

async function uploadsOf(
  store: Store,
  sellerId: string,
  verdict: 'redeemed' | 'conflict' | 'not_valid' | 'unknown_coupon',
) {
  const input = { redemptions: store.redemptionReader, sellerId, filter: { verdict }, cursor: undefined, limit: 200 }
  const page = await listUploads(input)
  if (page.kind === 'invalid-cursor') throw new Error('no cursor was given')
  return page.rows
}

/** Coupons, redemptions and verdicts, without what is random or tells the order of arrival. */
async function stateOf(store: Store, sellerId: string): Promise<State> {
  const uses: string[] = []
  for (const code of ['a', 'b', 'ended']) {
    const state = (await store.lifecycleReader.findCoupon(sellerId, code))?.state
    const redemption = state?.kind === 'used' ? state.redemption : undefined
    uses.push([code, state?.kind, redemption?.orderId, redemption?.atMs].join(' '))
  }
  const input = { sellerId, filter: {}, after: undefined, limit: 200 }
  const { redemptions } = await store.redemptionReader.listRedemptions(input)
  const verdicts: string[] = []
  for (const verdict of ['redeemed', 'conflict', 'not_valid', 'unknown_coupon'] as const) {
    for (const found of await uploadsOf(store, sellerId, verdict)) {
      const { requestNo, couponCode, usedBy } = found
      verdicts.push([requestNo, couponCode, verdict, usedBy?.orderId, usedBy?.atMs].join(' '))
    }
  }
  const byLine: string[] = []
  for (const orderId of orderIds) if (await comesBackByLine(store, sellerId, orderId)) byLine.push(orderId)
  return {
    byLine,
    coupons: uses,
    redemptions: redemptions.map(({ couponCode, orderId, atMs }) => [couponCode, orderId, atMs].join(' ')).toSorted(),
    verdicts: verdicts.toSorted(),
  }
}

/** Whether a return of one line would be done; it is only tried. */
async function comesBackByLine(store: Store, sellerId: string, orderId: string): Promise<boolean> {
  const lines = [{ lineNo: 2, quantityMilli: 1000 }]
  const input = { order: { orderId }, lines, giftsBack: [], reason: '退货', needsCoupon: false }
  const lifecycle = triedOnly(store.lifecycleStore)
  const tried = await runAct(returnGoods, { lifecycle, request: requestOf(sellerId), ...input })
  return tried.kind === 'done'
}

type State = Readonly<{
  byLine: readonly string[]
  coupons: readonly string[]
  redemptions: readonly string[]
  verdicts: readonly string[]
}>

/**
 * The same, by the rule, told by hand: of each coupon the earliest use counts, and of one second the smallest number. An order comes back
 * by line if all coupons that it came with count, by one upload.
 */
function expectedState(uses: readonly Use[]): State {
  const inOrder = uses.toSorted((left, right) => left.atMs - right.atMs || (left.no < right.no ? -1 : 1))
  const winners = new Map(['a', 'b'].map((code) => [code, inOrder.find(({ codes }) => codes.includes(code))]))
  const verdicts = uses.flatMap(({ no, codes, orderId }) =>
    codes.map((code) => {
      if (code === 'none') return [no, code, 'unknown_coupon', undefined, undefined].join(' ')
      if (code === 'ended') return [no, code, 'not_valid', undefined, undefined].join(' ')
      const winner = winners.get(code)
      const verdict = winner?.orderId === orderId ? 'redeemed' : 'conflict'
      return [no, code, verdict, winner?.orderId, winner?.atMs].join(' ')
    }),
  )
  const won = [...winners].flatMap(([code, winner]) => (winner === undefined ? [] : [{ code, winner }]))
  const byLine = orderIds.filter((orderId) => {
    const own = uses.filter((use) => use.orderId === orderId)
    const counted = [...winners.values()].filter((winner) => winner?.orderId === orderId)
    const hasLost = own.some(({ codes }) => codes.some((code) => winners.get(code)?.orderId !== orderId))
    return !hasLost && new Set(counted).size === 1
  })
  return {
    byLine,
    coupons: ['a', 'b', 'ended'].map((code) => {
      const winner = winners.get(code)
      return [code, winner === undefined ? 'unused' : 'used', winner?.orderId, winner?.atMs].join(' ')
    }),
    redemptions: won.map(({ code, winner }) => [code, winner.orderId, winner.atMs].join(' ')).toSorted(),
    verdicts: verdicts.toSorted(),
  }
}
