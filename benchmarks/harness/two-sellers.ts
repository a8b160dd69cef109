import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { formatTimestamp, signParameters } from '@yaoquan/protocol'
import { memberPhone } from './large-seller.ts'

const run = promisify(execFile)

/** A seller and its app. */
export type SellerApp = Readonly<{ sellerId: string; appKey: string; appSecret: string }>

export const busySeller: SellerApp = { sellerId: '111', appKey: '10000111', appSecret: 'secret-of-the-busy-seller' }
/** Each of its members has eight coupons. */
export const quietSeller: SellerApp = { sellerId: '222', appKey: '10000222', appSecret: 'secret-of-the-quiet-seller' }

const members = 100
const couponsPerMember = 8

/** The phones of the quiet seller's members. */
export const quietPhones: readonly string[] = Array.from({ length: members }, (_, member) => memberPhone(member))

/** Registers both sellers, with the command line of the measured checkout. */
export async function registerSellers(checkout: string, dataDir: string): Promise<void> {
  const yaoquan = (...args: readonly string[]) =>
    run(process.execPath, [join(checkout, 'packages/cli/bin/yaoquan.js'), ...args, '--data', dataDir])
  // `chain create`, which other checkouts know as well.
  for (const { sellerId, appKey, appSecret } of [busySeller, quietSeller]) {
    await yaoquan('chain', 'create', '--seller', sellerId, '--name', sellerId)
    const keys = ['--app-key', appKey, '--app-secret', appSecret]
    await yaoquan('app', 'create', '--name', sellerId, '--seller', sellerId, ...keys)
  }
}

/** Issues the coupons of the quiet seller's members. */
export async function fillQuietSeller(url: string): Promise<void> {
  const coupons = Array.from({ length: members * couponsPerMember }, (_, number) =>
    couponOf(`Q${number}`, quietPhones[number % members] ?? ''),
  )
  const text = await call(url, quietSeller, issueOf('quiet', coupons))
  if (!text.includes(`"created_count":${coupons.length}`)) throw new Error(`not issued: ${text.slice(0, 200)}`)
}

/** A coupon as `yaoquan.coupon.issue` accepts it. */
export function couponOf(code: string, phone: string): object {
  return {
    coupon_code: code,
    coupon_id: 'T1',
    coupon_name: '满199减99',
    channel: 'erp',
    phone,
    coupon_amount: '99.00',
    order_amount: '199.00',
    start_date: '2026-01-01',
    end_date: '2099-12-31',
    shop: '01,02',
    category: '1001,10012',
  }
}

/** The parameters of a call that issues coupons. */
export function issueOf(outRequestNo: string, coupons: readonly object[]): Readonly<Record<string, string>> {
  return { method: 'yaoquan.coupon.issue', out_request_no: outRequestNo, coupons: JSON.stringify(coupons) }
}

/** Sends a signed call. @returns the text of the answer */
export async function call(url: string, app: SellerApp, own: Readonly<Record<string, string>>): Promise<string> {
  const parameters = { app_key: app.appKey, timestamp: formatTimestamp(Date.now()), format: 'json', v: '2.0', ...own }
  const body = new URLSearchParams(signParameters({ parameters, secret: app.appSecret, method: 'md5' }))
  return (await fetch(`${url}/router/rest`, { method: 'POST', body })).text()
}
