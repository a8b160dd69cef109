import {
  claimCoupons,
  closeTemplate,
  getOrder,
  getReconciliation,
  getRedemption,
  getShop,
  getTemplate,
  type InputOf,
  listRedemptions,
  releaseCoupon,
  reopenTemplate,
  returnCoupon,
  returnRedemption,
  searchOrders,
  uploadRedemption,
} from '@yaoquan/api'
import { exampleValues } from '@yaoquan/samples'
import { addDays, dayMs, dayOf, parseMoment } from '#domain/dates'
import { importCoupons } from '#domain/lifecycle/import-coupons'
import { unpriced } from '#domain/lifecycle/judge-on-order'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import { redemption } from '#domain/lifecycle/redeem-coupons'
import type { DayReports } from '#domain/reconciliation/day-reports'
import { defaultOrderHours, reconcileDay } from '#domain/reconciliation/reconcile-day'
import type { ReconciliationReader } from '#domain/reconciliation/reconciliation-reader'
import type { Calling, MethodCall } from './method-call.ts'
import { goodsCode, redeemedCode, returnedCode, sampleCoupons } from './sample-coupons.ts'

export type SampleParts = Readonly<{
  call: MethodCall
  calling: Calling
  lifecycle: LifecycleStore
  reconciliation: ReconciliationReader
  reports: DayReports
  nowMs: number
}>

/**
 * Everything that samples name besides members (`openSampleMembers`, called before): each method has objects of its own. Repeated, it
 * completes what was interrupted, and gives coupons that end soon another half year.
 */
export async function openSamples(parts: SampleParts): Promise<void> {
  await openCoupons(parts)
  await openTemplates(parts)
  await openOrders(parts)
  await redeemOffline(parts)
  await reconcileSampleDay(parts)
}

async function openCoupons(parts: SampleParts): Promise<void> {
  const { call, lifecycle, nowMs } = parts
  const today = dayOf(nowMs)
  const rows = sampleCoupons(today)
  const request = { ...ownRequest(parts, 'samples-import'), method: 'import coupons' }
  await importCoupons({ lifecycle, request, rows })
  const { couponCode, orderId } = releaseCoupon.request
  const held = { couponCode: couponCode.example, orderId: orderId.example, ttlSeconds: 86_400 }
  await call('yaoquan.coupon.hold', { outRequestNo: 'SAMPLES-HOLD', ...held }, nowMs)
  await redeemAs(parts, {
    redemptionId: returnCoupon.request.redemptionId.example,
    code: returnedCode,
    on: 'SO-RETURN',
  })
  await redeemAs(parts, {
    redemptionId: getRedemption.request.redemptionId.example,
    code: redeemedCode,
    on: 'SO-REDEMPTION',
  })
  await redeem(parts, listRedemptions.request.orderId.example, listRedemptions.request.couponCode.example)
  await redeem(parts, returnRedemption.request.orderId.example, goodsCode)
  const { result } = await call('yaoquan.coupon.get', { couponCode: rows[0]?.couponCode ?? '' }, nowMs)
  const endDate = addDays(today, 180)
  if ((result.coupon?.endDate ?? endDate) >= addDays(today, 30)) return
  const couponCodes = rows.flatMap((row) => row.couponCode ?? [])
  await call('yaoquan.coupon.extend', { outRequestNo: `SAMPLES-${endDate}`, couponCodes, endDate }, nowMs)
}

function ownRequest({ calling: { sellerId, actor }, nowMs }: SampleParts, own: string) {
  return { sellerId, actor, outRequestNo: { own }, method: 'samples', content: '', requestId: undefined, nowMs }
}

type Redeemed = Readonly<{ redemptionId: string; code: string; on: string }>

/** Redeems a coupon under an id that is the same in every seller. */
async function redeemAs(parts: SampleParts, { redemptionId, code, on }: Redeemed): Promise<void> {
  await parts.lifecycle.runAct(ownRequest(parts, `samples-${code}`), redemption, {
    ...unpriced,
    couponCodes: [code],
    orderId: on,
    shop: '01',
    redeemedAtMs: undefined,
    newId: () => redemptionId,
  })
}

async function redeem({ call, nowMs }: SampleParts, orderId: string, couponCode: string): Promise<void> {
  const lines = [{ lineNo: 1, goodsId: '6901', category: '10,1001', quantity: '2', amount: '199.00' }]
  const input = { outRequestNo: `SAMPLES-${couponCode}`, couponCode, orderId, shop: '01', lines }
  await call('yaoquan.coupon.redeem', input, nowMs)
}

async function openTemplates({ call, nowMs }: SampleParts): Promise<void> {
  const used = [claimCoupons, closeTemplate, reopenTemplate, getTemplate]
  for (const { request } of used) {
    const couponId = request.couponId.example
    const terms = { kind: 'cash', couponAmount: '10', validFromDay: 0, validToDay: 29 } as const
    const template = { couponId, couponName: '10元券', ...terms }
    await call('yaoquan.template.save', { outRequestNo: `SAMPLES-${couponId}`, template }, nowMs)
  }
  const closed = { outRequestNo: 'SAMPLES-CLOSED', couponId: reopenTemplate.request.couponId.example }
  await call('yaoquan.template.close', closed, nowMs)
}

/** An order and a shop to be read. */
async function openOrders({ call, nowMs }: SampleParts): Promise<void> {
  const shops = [{ code: getShop.request.code.example, name: '朝阳店', city: '北京' }]
  await call('yaoquan.shop.save', { outRequestNo: 'SAMPLES-SHOP', shops }, nowMs)
  const { phone, cardNo } = searchOrders.request
  const member = { phone: phone.example, cardNo: cardNo.example }
  const line = { actualTotalFee: 19_900, goodsId: '6901', price: 19_900, title: '感冒灵颗粒', quantity: '1' }
  const orders = [{ orderId: getOrder.request.orderId.example }, { orderId: 'SO-SEARCH', ...member }]
  for (const one of orders) {
    const order = { ...one, actualTotalFee: 19_900, createTime: '2026-11-24 22:29:00', details: [line] }
    await call('alibaba.alihealth.nr.crm.order.sync', { order: { ...order, sentText: JSON.stringify(order) } }, nowMs)
  }
}

/** Tills upload for 28 days. The sample names a moment, so it is done here in time, under its number. */
async function redeemOffline({ call }: SampleParts): Promise<void> {
  const upload = exampleValues(uploadRedemption) as InputOf<typeof uploadRedemption>
  const atMs = parseMoment(upload.redeemedAt)
  if (atMs !== undefined) await call('yaoquan.redemption.upload', upload, atMs)
}

/** Reports are computed of the last week only, and the sample names a day. */
async function reconcileSampleDay({ calling, reconciliation: reader, reports, nowMs }: SampleParts): Promise<void> {
  const { sellerId } = calling
  const day = getReconciliation.request.day.example
  if ((await reports.findReport(sellerId, day)) !== undefined) return
  const leaseMs = nowMs + dayMs
  if (!(await reports.takeLease({ sellerId, day, dueMs: undefined, untilMs: leaseMs }))) return
  const onFindings = async () => undefined
  const report = await reconcileDay({ reader, sellerId, day, orderHours: defaultOrderHours, nowMs, onFindings })
  await reports.saveReport({ sellerId, leaseMs, report, findings: [], nextDueMs: leaseMs })
}
