import {
  claimCoupons,
  closeTemplate,
  defineMethod,
  getCoupon,
  getTemplate,
  holdCoupon,
  issueCoupons,
  listEvents,
  listTemplates,
  type MethodDefinition,
  type ResponseOf,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  saveTemplate,
  searchCoupons,
  voidCoupons,
} from '@yaoquan/api'
import { encodeResponse } from '@yaoquan/protocol'
import { expect, expectTypeOf, it } from 'vitest'
import { AbortedError, BusinessError, TopClient } from './index.ts'

type Call = Readonly<Record<string, string>>

/**
 * A client whose gateway answers the nth call (from 0) with the text that `answer` gives, and the calls it received.
 */
function connect(answer: (call: Call, n: number) => string) {
  const calls: Call[] = []
  const client = new TopClient({
    url: 'http://gateway.example/router/rest',
    appKey: '12345678',
    appSecret: 'helloworld',
    fetch: async (_, { body }) => {
      const call = Object.fromEntries(new URLSearchParams(body))
      const text = answer(call, calls.push(call) - 1)
      return { status: 200, text: async () => text }
    },
  })
  return { client, calls }
}

function answerOf<M extends MethodDefinition>(method: M, response: ResponseOf<M>): string {
  return encodeResponse(method, response, 'req1', 'json')
}

const event = (eventSeq: number) => ({
  eventSeq,
  kind: 'redeemed' as const,
  at: '2026-11-24 22:29:00',
  actor: 'app:12345678',
  hash: 'ab',
})
const outRequestNo = 'R1'
const template = { couponId: '11', couponName: '满199减99', kind: 'cash' as const, couponAmount: '99' }

it('returns the typed result of a write with its request id', async () => {
  const { client, calls } = connect(() =>
    answerOf(holdCoupon, { result: { heldUntil: '2026-11-24 22:44:00', alreadyDone: true, success: true } }),
  )
  const held = await client.holdCoupon({ outRequestNo, couponCode: '111aaa', orderId: 'SO-1', ttlSeconds: 900 })
  expectTypeOf(held.heldUntil).toEqualTypeOf<string | undefined>()
  expect(held).toEqual({ heldUntil: '2026-11-24 22:44:00', alreadyDone: true, success: true, requestId: 'req1' })
  expect(calls[0]).toMatchObject({
    method: 'yaoquan.coupon.hold',
    out_request_no: 'R1',
    coupon_code: '111aaa',
    order_id: 'SO-1',
    ttl_seconds: '900',
  })
})

it('sends coupons and lines as JSON and codes as a comma list', async () => {
  const { client, calls } = connect((_, n) =>
    n === 0
      ? answerOf(redeemCoupon, { result: { redemptions: [], success: true } })
      : answerOf(issueCoupons, {
          result: {
            createdCount: 1,
            existingCount: 0,
            conflictCount: 0,
            duplicateCount: 0,
            invalidCount: 0,
            items: [],
            success: true,
          },
        }),
  )
  const lines = [{ category: '1001', amount: '120.50' }]
  await client.redeemCoupon({ outRequestNo, couponCodes: ['a', 'b'], orderId: 'SO-1', lines })
  await client.issueCoupons({ outRequestNo, coupons: [{ couponCode: 'a', description: '全场通用' }] })
  expect(calls[0]).toMatchObject({ coupon_codes: 'a,b', lines: '[{"category":"1001","amount":"120.50"}]' })
  expect(calls[1]).toMatchObject({ coupons: '[{"coupon_code":"a","describe":"全场通用"}]' })
})

it('returns a refusal by `execute` as a value, with its error code', async () => {
  const { client } = connect(() =>
    answerOf(getCoupon, { result: { errorCode: 'COUPON_NOT_FOUND', timeline: [], success: false } }),
  )
  const { result } = await client.execute(getCoupon, { couponCode: 'a' })
  expect(result).toMatchObject({ errorCode: 'COUPON_NOT_FOUND', success: false })
  if (!result.success) expectTypeOf(result.errorCode).toEqualTypeOf<string>()
})

it('throws a refusal with the whole result', async () => {
  const { client } = connect(() =>
    answerOf(redeemCoupon, {
      result: {
        errorCode: 'COUPON_ALREADY_USED',
        errorMessage: '优惠券已被订单 SO-1 于 2026-11-24 22:29:00 使用',
        orderId: 'SO-1',
        time: '2026-11-24 22:29:00',
        redemptions: [],
        success: false,
      },
    }),
  )
  const error = await client
    .redeemCoupon({ outRequestNo, couponCode: 'a', orderId: 'SO-2' })
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(BusinessError)
  expect(error).toMatchObject({
    errorCode: 'COUPON_ALREADY_USED',
    errorMessage: '优惠券已被订单 SO-1 于 2026-11-24 22:29:00 使用',
    result: { orderId: 'SO-1', time: '2026-11-24 22:29:00' },
    requestId: 'req1',
  })
})

it('returns the items of a partly failed write, and throws if the whole call is refused', async () => {
  const items = [{ couponCode: 'a', outcome: 'used' as const, orderId: 'SO-1' }]
  const { client } = connect((_, n) =>
    answerOf(voidCoupons, {
      result: {
        errorCode: n === 0 ? 'PARTLY_FAILED' : 'IDEMPOTENT_CONFLICT',
        errorMessage: '1 项未成功',
        voidedCount: 0,
        refusedCount: 1,
        items,
        success: false,
      },
    }),
  )
  const request = { outRequestNo, couponCodes: ['a'], reason: '活动取消' }
  await expect(client.voidCoupons(request)).resolves.toMatchObject({ success: false, refusedCount: 1, items })
  await expect(client.voidCoupons(request)).rejects.toMatchObject({ errorCode: 'IDEMPOTENT_CONFLICT' })
})

it('has a client method for each yaoquan.* method', async () => {
  const outcome = { result: { success: true } }
  const { client, calls } = connect(({ method = '' }) =>
    encodeResponse(defineMethod({ ...holdCoupon, name: method }), outcome, 'req1', 'json'),
  )
  const done = { outRequestNo, couponCode: 'a', orderId: 'SO-1' }
  const attempts = [
    () => client.releaseCoupon(done),
    () => client.returnCoupon({ outRequestNo, redemptionId: 'x', reason: '退货' }),
    () => client.saveTemplate({ outRequestNo, template }),
    () => client.closeTemplate({ outRequestNo, couponId: '11' }),
    () => client.getTemplate({ couponId: '11' }),
  ]
  for (const attempt of attempts) await attempt()
  const names = [releaseCoupon, returnCoupon, saveTemplate, closeTemplate, getTemplate].map(({ name }) => name)
  expect(calls.map(({ method }) => method)).toEqual(names)
  expect(calls[2]?.['template']).toBe('{"coupon_id":"11","coupon_name":"满199减99","kind":"cash","coupon_amount":"99"}')
})

it('returns the coupons of a claim and the events of a coupon', async () => {
  const claimed = { couponCode: '7HKM3QXA9TRW4NCE', startDate: '2026-11-24', endDate: '2026-12-23' }
  const coupon = { status: '1' as const, sellerId: '111', couponCode: 'a', redemptionId: 'x' }
  const { client } = connect((_, n) =>
    n === 0
      ? answerOf(claimCoupons, { result: { coupons: [claimed], success: true } })
      : answerOf(getCoupon, { result: { coupon, timeline: [event(1)], success: true } }),
  )
  expect((await client.claimCoupons({ outRequestNo, couponId: '11', phone: '1', count: 1 })).coupons).toEqual([claimed])
  const found = await client.getCoupon({ couponCode: 'a' })
  expect([found.coupon, found.timeline]).toEqual([coupon, [event(1)]])
})

it('iterates over a search with short and empty pages', async () => {
  const pages = [
    { codes: ['a', 'b'], nextCursor: 'c1' },
    { codes: [], nextCursor: 'c2' },
    { codes: ['c'], nextCursor: undefined },
  ]
  const { client, calls } = connect((_, n) => {
    const { codes, nextCursor } = pages[n] ?? { codes: [], nextCursor: undefined }
    const coupons = codes.map((couponCode) => ({ status: '0' as const, sellerId: '111', couponCode }))
    return answerOf(searchCoupons, { result: { coupons, nextCursor, success: true } })
  })
  const codes: string[] = []
  for await (const { couponCode } of client.searchCoupons({ status: '0', shop: '01' })) codes.push(couponCode)
  expect(codes).toEqual(['a', 'b', 'c'])
  expect(calls.map(({ status, shop, cursor }) => [status, shop, cursor])).toEqual([
    ['0', '01', undefined],
    ['0', '01', 'c1'],
    ['0', '01', 'c2'],
  ])
})

it('iterates over all templates', async () => {
  const stored = (couponId: string) => ({ ...template, couponId, version: 1, closed: false, savedAt: '2026-11-24' })
  const { client, calls } = connect((_, n) =>
    answerOf(listTemplates, {
      result: { templates: [stored(String(n))], nextCursor: n === 0 ? 'c1' : undefined, success: true },
    }),
  )
  const ids: string[] = []
  for await (const { couponId } of client.allTemplates({ closed: false })) ids.push(couponId)
  expect(ids).toEqual(['0', '1'])
  expect(calls.map(({ closed, cursor }) => [closed, cursor])).toEqual([
    ['false', undefined],
    ['false', 'c1'],
  ])
})

/** Answers `listEvents` from `count` events, three per page. */
function feedOf(count: () => number) {
  return connect(({ after_seq }) => {
    const first = Number(after_seq) + 1
    const events = Array.from({ length: Math.max(0, Math.min(3, count() - first + 1)) }, (_, n) => event(first + n))
    const lastSeq = events.at(-1)?.eventSeq ?? Number(after_seq)
    return answerOf(listEvents, { result: { events, lastSeq, newestSeq: count(), success: true } })
  })
}

it('returns every event after a number once and ends at the newest', async () => {
  const { client, calls } = feedOf(() => 9)
  const seqs: number[] = []
  for await (const { eventSeq } of client.events({ afterSeq: 2 })) seqs.push(eventSeq)
  expect(seqs).toEqual([3, 4, 5, 6, 7, 8, 9])
  expect(calls.map(({ after_seq }) => after_seq)).toEqual(['2', '5', '8'])
})

it('waits for new events while following, until it is aborted', async () => {
  let count = 1
  const { client } = feedOf(() => count)
  const stop = new AbortController()
  const seqs: number[] = []
  const following = (async () => {
    for await (const { eventSeq } of client.events({ follow: true, pollMs: 1 }, { signal: stop.signal })) {
      seqs.push(eventSeq)
      if (eventSeq < 5) count += 1
      else stop.abort()
    }
  })()
  await expect(following).rejects.toBeInstanceOf(AbortedError)
  expect(seqs).toEqual([1, 2, 3, 4, 5])
})
