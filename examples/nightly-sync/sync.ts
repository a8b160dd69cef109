import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { TopClient } from '@yaoquan/client'
import { readSettings } from '../read-settings.ts'

/**
 * Brings a copy of all coupons up to date: the first night reads every coupon, each later night only those that events name.
 * A file stands for the tables of a data warehouse. See README.md.
 */
const file = process.argv[2] ?? './coupons.json'
const client = new TopClient({ ...readSettings(process.env), logger: { debug: () => undefined, warn: console.error } })

type Copy = { lastSeq: number; coupons: Record<string, string> }

const before: Copy | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
const now = before === undefined ? await readAll() : await readChanged(before)
// A rename replaces the file as a whole: a crash leaves the old one or the new one.
writeFileSync(`${file}.new`, JSON.stringify(now))
renameSync(`${file}.new`, file)
console.log(`${Object.keys(now.coupons).length} coupons, up to event ${now.lastSeq}`)

/** The position is taken first: what happens while the list is read comes again as events, and none is missed. */
async function readAll(): Promise<Copy> {
  const { newestSeq } = await client.listEvents({ limit: 1 })
  const coupons: Copy['coupons'] = {}
  for await (const { couponCode, status } of client.allCoupons()) coupons[couponCode] = status
  return { lastSeq: newestSeq, coupons }
}

async function readChanged({ lastSeq, coupons }: Copy): Promise<Copy> {
  // The seller no longer keeps some of the events since the last night.
  const { removedThroughSeq } = await client.listEvents({ afterSeq: lastSeq, limit: 1 })
  if (removedThroughSeq !== undefined) return readAll()
  const changed = new Set<string>()
  let newest = lastSeq
  for await (const { eventSeq, couponCode } of client.events({ afterSeq: lastSeq })) {
    newest = eventSeq
    if (couponCode !== undefined) changed.add(couponCode)
  }
  for (const couponCode of changed) {
    const { coupon } = await client.getCoupon({ couponCode })
    if (coupon !== undefined) coupons[couponCode] = coupon.status
  }
  return { lastSeq: newest, coupons }
}
