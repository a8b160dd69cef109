import type { AccessReader, AccessWriter } from '../domain/access/access-store.ts'
import { registerApp } from '../domain/access/register-app.ts'
import type { CouponIssuer } from '../domain/coupon/coupon-store.ts'
import { importCoupons } from '../domain/coupon/import-coupons.ts'
import { dayOf } from '../domain/dates.ts'
import { demoCoupons } from './demo-coupons.ts'

/** The demo's own names, so that a later start finds them again. */
export const demoSellerId = '111'
export const demoAppKey = '10000111'

type Parts = Readonly<{
  access: AccessReader & AccessWriter
  coupons: CouponIssuer
  randomBytes: (size: number) => Uint8Array
  nowMs: number
}>

export type DemoApp = Readonly<{ appKey: string; appSecret: string }>

/**
 * The demo's app: made, with its chain and 240 coupons, if chain 111 does not exist; found again if the demo made it.
 * A chain 111 of somebody's own is left alone.
 * @returns undefined in that last case
 */
export async function openDemoChain(parts: Parts): Promise<DemoApp | undefined> {
  const { access, nowMs } = parts
  const isNew = (await access.createChain({ sellerId: demoSellerId, name: '药券演示连锁' }, nowMs)) === 'created'
  if (isNew) {
    const app = { name: '演示ERP', sellerIds: [demoSellerId], appKey: demoAppKey, allowedIps: [], allowedMethods: [] }
    await registerApp(app, parts)
  }
  const app = await access.findApp(demoAppKey)
  if (!app?.sellerIds.includes(demoSellerId)) return undefined
  const rows = demoCoupons(dayOf(nowMs))
  if (isNew) await importCoupons({ issuer: parts.coupons, sellerId: demoSellerId, rows, nowMs })
  return { appKey: app.appKey, appSecret: app.appSecret }
}
