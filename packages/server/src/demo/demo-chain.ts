import type { AccessReader, AccessWriter } from '#domain/access/access-store'
import { registerApp } from '#domain/access/register-app'
import type { CouponIssuer } from '#domain/coupon/coupon-store'
import { importCoupons } from '#domain/coupon/import-coupons'
import { dayOf } from '#domain/dates'
import { demoCoupons } from './demo-coupons.ts'

/** The demo's own names, so that a later start finds them again. */
export const demoSellerId = '111'
export const demoAppKey = '10000111'
const demoChainName = '药券演示连锁'

type Parts = Readonly<{
  access: AccessReader & AccessWriter
  coupons: CouponIssuer
  randomBytes: (size: number) => Uint8Array
  nowMs: number
}>

export type DemoApp = Readonly<{ appKey: string; appSecret: string }>

/** `taken`: somebody's own seller 111 or app of the demo's key stands there, and is left alone. */
export type OpenedDemo = Readonly<{ kind: 'open'; app: DemoApp }> | Readonly<{ kind: 'taken' }>

/**
 * The demo's app: made with its seller and 240 coupons in a store where neither stands, found again where the demo made
 * it. Each step may be repeated, so a start that was cut short is completed by the next.
 */
export async function openDemoChain(parts: Parts): Promise<OpenedDemo> {
  const { access, nowMs } = parts
  const [chain, standing] = [await access.findSeller(demoSellerId), await access.findApp(demoAppKey)]
  const isOwn = chain === undefined ? standing === undefined : chain.name === demoChainName
  if (!isOwn) return { kind: 'taken' }
  await access.createSeller({ sellerId: demoSellerId, name: demoChainName }, nowMs)
  const request = { name: '演示ERP', sellerIds: [demoSellerId], appKey: demoAppKey, allowedIps: [] }
  if (!standing) {
    // The app comes last: where it stands, the coupons do too.
    await importCoupons({ issuer: parts.coupons, sellerId: demoSellerId, rows: demoCoupons(dayOf(nowMs)), nowMs })
    const made = await registerApp(request, parts)
    if (made.kind === 'created') return { kind: 'open', app: { appKey: made.appKey, appSecret: made.appSecret } }
  }
  const app = standing ?? (await access.findApp(demoAppKey))
  if (!app) return { kind: 'taken' }
  return { kind: 'open', app: { appKey: app.appKey, appSecret: app.appSecret } }
}
