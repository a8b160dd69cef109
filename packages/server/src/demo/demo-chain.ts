import type { AppRegistry, SellerFinder } from '#domain/access/access-store'
import { registerApp } from '#domain/administration/register-app'
import { registerSeller } from '#domain/administration/register-seller'
import type { RawCoupon } from '#domain/coupon/coupon-draft'
import { dayMs, dayOf } from '#domain/dates'
import { importCoupons } from '#domain/lifecycle/import-coupons'
import type { LifecycleStore, WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { systemRequest } from '#domain/lifecycle/shared-act'
import { openSamples, type SampleParts } from '#sample-objects/open-samples'
import { openSampleMembers } from '#sample-objects/sample-members'
import { demoCoupons } from './demo-coupons.ts'
import { type DeskParts, workAtDesk } from './demo-desk.ts'
import { demoAppKey, demoCalling, demoSellerId } from './demo-names.ts'
import { type DemoOwner, openOwner } from './demo-operators.ts'
import { lifeDays, liveDemo } from './live-demo.ts'

const demoChainName = '药券演示连锁'

type Dependencies = DeskParts &
  Pick<SampleParts, 'reconciliation' | 'reports'> &
  Readonly<{
    sellers: SellerFinder
    /** Has no cache: an app that callers found unknown would be refused for half a second after its creation. */
    apps: Pick<AppRegistry, 'findAppEntry'>
    lifecycle: LifecycleStore
    randomBytes: (size: number) => Uint8Array
    nowMs: number
  }>

export type DemoApp = Readonly<{ appKey: string; appSecret: string; owner: DemoOwner }>

/**
 * The demo's app with its seller, half a year of its life and 240 coupons, created or found again; a start completes one that was
 * interrupted.
 * @returns undefined when a seller 111 or an app with the demo's key exists that is not the demo's
 */
export async function openDemoChain(dependencies: Dependencies): Promise<DemoApp | undefined> {
  const { sellers, apps, lifecycle, people, randomBytes, nowMs } = dependencies
  const [seller, existing] = [await sellers.findSeller(demoSellerId), (await apps.findAppEntry(demoAppKey))?.app]
  const isOwn = seller === undefined ? existing === undefined : seller.name === demoChainName
  if (!isOwn) return undefined
  const samples = { ...dependencies, calling: demoCalling }
  if (existing) {
    await openSamples(samples)
    return { ...existing, owner: await openOwner(dependencies) }
  }
  const { acts } = people
  const begin = systemRequest(nowMs - lifeDays * dayMs)
  await acts.runAct(begin, registerSeller, { sellerId: demoSellerId, name: demoChainName })
  await openSampleMembers(dependencies.call, begin.nowMs)
  // The app is created last: where it exists, everything else does too.
  let waiting: readonly RawCoupon[] = demoCoupons(dayOf(nowMs))
  await liveDemo(dependencies.call, nowMs, async (daysAgo, atMs) => {
    // Dated on the days of issue, so that today's figures are not those of the first start.
    const rows = waiting.filter(({ billDate = '' }) => billDate <= dayOf(atMs))
    waiting = waiting.filter((row) => !rows.includes(row))
    await importCoupons({ lifecycle, request: importOf(daysAgo, atMs), rows })
    await workAtDesk(daysAgo, atMs, dependencies)
  })
  await openSamples(samples)
  const grants = { preset: 'full', allowed: [], denied: [] }
  const app = { name: '演示ERP', sellerIds: [demoSellerId], appKey: demoAppKey, allowedIps: [], grants }
  const owner = await openOwner(dependencies)
  const made = await registerApp(app, { acts, apps, request: systemRequest(nowMs), randomBytes })
  const opened = made.kind === 'created' ? made : (await apps.findAppEntry(demoAppKey))?.app
  return opened && { ...opened, owner }
}

/** A start that completes an interrupted one finds what a day brought by its number. */
function importOf(daysAgo: number, nowMs: number): WriteRequest {
  return {
    sellerId: demoSellerId,
    outRequestNo: { own: `demo-import-${daysAgo}` },
    method: 'import coupons',
    content: '',
    actor: 'operator:import',
    requestId: undefined,
    nowMs,
  }
}
