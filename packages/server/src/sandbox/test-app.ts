import type { AccessReader, AppRegistry } from '#domain/access/access-store'
import { registerApp } from '#domain/administration/register-app'
import { registerSeller } from '#domain/administration/register-seller'
import { dayOf } from '#domain/dates'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { holdCoupon } from '#domain/lifecycle/hold-coupon'
import { importCoupons } from '#domain/lifecycle/import-coupons'
import { unpriced } from '#domain/lifecycle/judge-on-order'
import { type LifecycleStore, runAct, type WriteRequest, type Written } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { closeTemplate, saveTemplate } from '#domain/lifecycle/save-template'
import { type SharedActs, systemRequest } from '#domain/lifecycle/shared-act'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { parseTemplate } from '#domain/templates/parse-template'
import type { Calling, MethodCall } from '#sample-objects/method-call'
import { openSamples, type SampleParts } from '#sample-objects/open-samples'
import { openSampleMembers } from '#sample-objects/sample-members'
import { fixtureCoupons } from './fixtures.ts'

export type TestAppDependencies = Readonly<{
  access: AccessReader
  acts: SharedActs
  apps: Pick<AppRegistry, 'findAppEntry'>
  lifecycle: LifecycleStore
  callFor: (calling: Calling) => MethodCall
  randomBytes: (size: number) => Uint8Array
  nowMs: number
}> &
  Pick<SampleParts, 'reconciliation' | 'reports'>

export type TestApp = Readonly<{ appKey: string; appSecret: string; sellerId: string }>

/** Sellers of test apps are known by their names; no other seller is touched by the sandbox's page. */
export const testSellerPrefix = 'sandbox-'

/** Creates an app with a seller of its own that has a coupon in every state, reached by the steps of production. */
export async function openTestApp(dependencies: TestAppDependencies): Promise<TestApp> {
  const { acts, apps, randomBytes, nowMs } = dependencies
  const request = systemRequest(nowMs)
  const sellerId = `${testSellerPrefix}${Buffer.from(randomBytes(5)).toString('hex')}`
  await acts.runAct(request, registerSeller, { sellerId, name: '沙箱测试连锁' })
  const calling = { appKey: '', actor: 'operator:sandbox', sellerId }
  const call = dependencies.callFor(calling)
  await openSampleMembers(call, nowMs)
  await fillSeller(sellerId, dependencies)
  const shops = ['01', '02'].map((code) => ({ code, name: `${code}店` }))
  // A seller that lists shops knows no others, and the samples list one.
  await call('yaoquan.shop.save', { outRequestNo: 'SANDBOX-SHOPS', shops }, nowMs)
  await openSamples({ ...dependencies, call, calling })
  // The app has a seller of its own, so it may try mass void too.
  const grants = { preset: 'full', allowed: [], denied: [] }
  const app = { name: '沙箱应用', sellerIds: [sellerId], grants }
  const made = await registerApp(app, { acts, apps, request, randomBytes })
  // The key may exist already: eight digits are few, so another one is drawn.
  if (made.kind !== 'created') return openTestApp(dependencies)
  return { appKey: made.appKey, appSecret: made.appSecret, sellerId }
}

async function fillSeller(sellerId: string, dependencies: TestAppDependencies): Promise<void> {
  const { lifecycle, randomBytes, nowMs } = dependencies
  const operator = { method: 'sandbox', content: '', actor: 'operator:sandbox', requestId: undefined } as const
  const request: NewRequest = (own) => ({ ...operator, sellerId, outRequestNo: { own }, nowMs })
  const rows = fixtureCoupons(dayOf(nowMs))
  const imported = await importCoupons({ lifecycle, request: request('sandbox-import'), rows })
  if (imported.some(({ kind }) => kind !== 'created')) throw new Error('a fixture was refused')
  const used = {
    lifecycle,
    couponCodes: ['USED-1'],
    orderId: 'SO-1000',
    shop: '01',
    ...unpriced,
    redeemedAtMs: undefined,
    randomBytes,
  }
  mustBeDone(await redeemCoupons({ ...used, request: request('sandbox-redeem') }))
  const held = { lifecycle, couponCode: 'HELD-1', orderId: 'SO-2000', ttlSeconds: 86_400 }
  mustBeDone(await runAct(holdCoupon, { ...held, request: request('sandbox-hold') }))
  mustBeDone(
    await runAct(voidCoupons, { lifecycle, request: request('sandbox-void'), couponCodes: ['VOID-1'], reason: '沙箱' }),
  )
  await makeTemplates(request, dependencies)
}

type NewRequest = (ownNumber: string) => WriteRequest

async function makeTemplates(request: NewRequest, { lifecycle, randomBytes }: TestAppDependencies): Promise<void> {
  const base = { couponName: '10元券', kind: 'cash', couponAmount: '10', validFromDay: 0, validToDay: 29 } as const
  const templates = [
    { ...base, couponId: 'T-STOCK', stockTotal: 100, memberTotal: 2 },
    { ...base, couponId: 'T-SOLDOUT', stockTotal: 1 },
    { ...base, couponId: 'T-CLOSED' },
  ]
  for (const raw of templates) {
    const parsed = parseTemplate(raw)
    if (parsed.kind !== 'terms') throw new Error(`the template ${raw.couponId} was refused`)
    mustBeDone(
      await runAct(saveTemplate, { lifecycle, request: request(`sandbox-${raw.couponId}`), terms: parsed.terms }),
    )
  }
  const member = { phone: undefined, cardNo: '999' }
  const claim = { lifecycle, couponId: 'T-SOLDOUT', member, count: 1, channel: undefined, randomBytes }
  mustBeDone(await claimCoupons({ ...claim, request: request('sandbox-claim') }))
  mustBeDone(
    await runAct(closeTemplate, { lifecycle, request: request('sandbox-close'), couponId: 'T-CLOSED', reason: '沙箱' }),
  )
}

function mustBeDone(written: Written<unknown, unknown>): void {
  if (written.kind !== 'done') throw new Error('a step of the fixtures was refused')
}
