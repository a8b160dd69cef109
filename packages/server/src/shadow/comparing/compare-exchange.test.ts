import { queryCoupon, syncOrder } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { queryCouponMethod } from '#methods/alibaba.alihealth.nr.crm.coupon.querycoupon'
import type { HandedExchange } from '#shadow/answers/exchange'
import { nothingLearned } from '#shadow/report/learning-counts'
import { emptyReport, ShadowReport } from '#shadow/report/shadow-report'
import { compareExchange } from './compare-exchange.ts'

const lost = () => {
  throw new Error('the store is gone')
}

/** @returns what the report counts of a call to a run that learns and whose store is gone */
async function countsOf(parameters: Readonly<Record<string, string>>, result: object, isSampledOut: boolean) {
  const report = new ShadowReport(emptyReport(0))
  const answer = { [`${parameters['method']?.replaceAll('.', '_')}_response`]: { result } }
  const exchange: HandedExchange = {
    verb: 'POST',
    path: '/router/rest',
    queryString: '',
    contentType: 'application/x-www-form-urlencoded',
    batchSeparator: undefined,
    coding: undefined,
    body: new TextEncoder().encode(new URLSearchParams({ app_key: 'erp', v: '2.0', ...parameters }).toString()),
    answerType: 'application/json',
    answerCoding: undefined,
    answer: new TextEncoder().encode(JSON.stringify(answer)),
    isSampledOut,
  }
  const door = { definition: syncOrder, call: async () => lost() }
  await compareExchange(exchange, {
    callers: { findApp: async () => undefined, findSession: async () => undefined },
    method: queryCouponMethod({
      coupons: { findCouponPage: lost, findPageTag: lost },
      shops: { findGroups: lost, findLatestGroups: lost },
    }),
    sellerOf: async () => ({ kind: 'known', sellerId: '111', isSure: true, refusal: undefined }),
    clock: () => 0,
    onFault: () => undefined,
    report,
    secondLooks: { add: () => false },
    isFormExact: false,
    learnerOf: () => ({
      learn: async ({ coupons }) => ({ counts: { ...nothingLearned, seen: coupons.length, created: 1 }, findings: [] }),
    }),
    orders: { learned: door, tried: door },
  })
  const { compared, skipped, learned } = report.counts()
  return { compared, skipped, learned }
}

const query = { method: queryCoupon.name, query_d_t_o: '{"page_size":20,"page_num":1}' }
const page = { result: { result_arr_list: { erp_coupon_d_t_o: [{ coupon_code: 'A' }] } }, success: true }
const line = { actual_total_fee: 1000, auction_id: '1', auction_price: 600, auction_title: '感冒灵颗粒' }
const order = { order_id: 'SO-1', actual_total_fee: 1000, create_time: '2026-11-24 10:00:00', details: [line] }
const sync = { method: syncOrder.name, order: JSON.stringify(order) }

it('learns the coupons of a call that is not compared, since the processors are busy', async () => {
  const learned = { ...nothingLearned, seen: 1, created: 1 }
  expect(await countsOf(query, page, true)).toEqual({ compared: 0, skipped: { sampled: 1 }, learned })
  expect(await countsOf(query, page, false)).toEqual({ compared: 1, skipped: {}, learned })
})

it('counts a refused order that could not be tried as not compared, and one that could not be learned as failed', async () => {
  expect(await countsOf(sync, { success: false }, false)).toMatchObject({
    skipped: { 'own-fault': 1 },
    learned: undefined,
  })
  expect(await countsOf(sync, { success: true }, false)).toMatchObject({
    skipped: { 'other-method': 1 },
    learned: { ...nothingLearned, failedAnswers: 1 },
  })
})
