import { Worker } from 'node:worker_threads'
import { openAdministration } from '@yaoquan/server'
import type { CouponDraft } from '../../packages/server/src/domain/coupon/coupon-store.ts'
import { addDays, dayOf, startOfDay } from '../../packages/server/src/domain/dates.ts'
import { importMembers } from '../../packages/server/src/domain/lifecycle/import-members.ts'
import { runAct, type WriteRequest } from '../../packages/server/src/domain/lifecycle/lifecycle-store.ts'
import { voidCoupons } from '../../packages/server/src/domain/lifecycle/void-coupons.ts'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { draftOf as exampleDraft } from '../../packages/server/src/testing/example-draft.ts'
import { issuerOf } from '../../packages/server/src/testing/issue-drafts.ts'
import * as calls from '../../packages/server/src/testing/lifecycle-calls.ts'
import { memberPhone, registerSeller, sellerId } from './large-seller.ts'

/** Days that the seller's life lasts, up to now. */
export const lifeDays = 365
export const couponsPerMember = 4
export const shopCount = 500
export const templateCount = 200
const templatesInUse = 50
/** The level of every hundredth member; the others have no profile. */
export const rareLevel = '金卡'

const rareEvery = 100
const profilesPerCall = 200
const rowsPerCall = 1000
const issuesAtOnce = 8
const writesAtOnce = 64
const channels = ['erp', 'erp', 'erp', 'wechat', 'app', '线下门店'] as const
/** Days from the issue to the redemption. */
const daysToRedeem = 3
/** Days between two looks for expired coupons. */
const daysToExpire = 5

/** A store under construction: all writes go through its own methods, at moments of the past. */
type Life = Readonly<{ store: Store; size: number; nowMs: number }>

/**
 * Fills a store with one seller that lived for a year: each day coupons are issued, redeemed, returned, voided and expire, some are held
 * now, and a tenth was issued as used already. Events and figures are those that these writes come to. A filled store is left as it is.
 * @param size number of coupons
 * @param onProgress receives the number of issued coupons
 * @throws Error if the store has some of the coupons
 */
export async function buildLivedInSeller(
  dataDir: string,
  size: number,
  onProgress: (issued: number) => void,
): Promise<void> {
  await registerSeller({ dataDir })
  const store = await openStore({ dataDir, isForBulk: true })
  try {
    const { totalCount } = await store.couponReader.findCouponPage({ sellerId, filter: {}, pageSize: 1, pageNum: 1 })
    if (totalCount >= size) return
    if (totalCount > 0) throw new Error(`the store has ${totalCount} coupons: begin with an empty folder`)
    await nameThings(dataDir, store)
    const counter = startCounter(dataDir)
    await live({ store, size, nowMs: Date.now() }, onProgress)
    await counter.finish()
  } finally {
    await store.close()
  }
}

/** Coupons before a day, from 0, of the life. */
function issuedBefore(day: number, size: number): number {
  return Math.floor((day * size) / lifeDays)
}

async function live(life: Life, onProgress: (issued: number) => void): Promise<void> {
  const { size, nowMs } = life
  for (let day = 0; day < lifeDays; day += 1) {
    const noonMs = startOfDay(addDays(dayOf(nowMs), day + 1 - lifeDays)) + 9 * 3_600_000
    const atMs = Math.min(noonMs, nowMs)
    await issueDay(life, day, atMs)
    if (day >= daysToRedeem) await useDay(life, day - daysToRedeem, atMs)
    if (day % daysToExpire === 0) await expire(life, atMs)
    onProgress(issuedBefore(day + 1, size))
  }
  await expire(life, nowMs)
  await holdSome(life)
  await saveProfiles(life)
}

async function issueDay({ store, size }: Life, day: number, atMs: number): Promise<void> {
  const end = issuedBefore(day + 1, size)
  let next = issuedBefore(day, size)
  const issuing = async () => {
    while (next < end) {
      const first = next
      next = Math.min(end, first + rowsPerCall)
      const drafts = Array.from({ length: next - first }, (_, place) => draftOf(first + place, size, atMs))
      await issuerOf(store).issueCoupons(sellerId, drafts, atMs)
    }
  }
  await Promise.all(Array.from({ length: issuesAtOnce }, issuing))
}

/** What is done with a coupon in the end, by its number. */
type Fate = 'imported as used' | 'redeemed' | 'returned' | 'voided' | 'kept'

function fateOf(number: number): Fate {
  if (number % 10 === 7) return 'imported as used'
  if (number % 10 === 3) return number % 500 === 3 ? 'returned' : 'redeemed'
  return number % 200 === 9 ? 'voided' : 'kept'
}

/** The coupon with a number, from 0. */
export function draftOf(number: number, size: number, atMs: number): CouponDraft {
  const member = memberOf(number, size)
  const day = dayOf(atMs)
  return {
    terms: {
      ...exampleDraft().terms,
      couponCode: codeOf(number),
      couponId: `T${Math.floor(number / 10) % templatesInUse}`,
      couponName: '满199减99',
      channel: channels[Math.floor(number / 7) % channels.length],
      phone: memberPhone(member),
      cardNo: cardOf(member),
      couponAmountFen: 9_900,
      orderAmountFen: 19_900,
      startDate: day,
      endDate: addDays(day, number % 20 < 3 ? 29 : 399),
      billDate: day,
      description: '全场通用',
      shop: isForTwoShops(number) ? 'S1,S2' : undefined,
      category: '1001,10012',
      attribute: undefined,
    },
    state: { kind: fateOf(number) === 'imported as used' ? 'used' : 'unused' },
  }
}

export function codeOf(number: number): string {
  return `LIFE${String(10_000_000 + number)}`
}

export function orderOf(number: number): string {
  return `SO-${codeOf(number)}`
}

export function cardOf(member: number): string {
  return `86${String(10_000_000 + member)}`
}

export function memberCount(size: number): number {
  return Math.ceil(size / couponsPerMember)
}

/** A member's coupons are spread over the year. */
export function memberOf(number: number, size: number): number {
  return number % memberCount(size)
}

/** Redeems, returns and voids coupons of a day. */
async function useDay({ store, size }: Life, day: number, atMs: number): Promise<void> {
  const redeemed: number[] = []
  const voided: string[] = []
  for (let number = issuedBefore(day, size); number < issuedBefore(day + 1, size); number += 1) {
    const fate = fateOf(number)
    if (fate === 'redeemed' || fate === 'returned') redeemed.push(number)
    if (fate === 'voided') voided.push(codeOf(number))
  }
  await together(redeemed, (number) => redeemOne(store, number, atMs))
  await together(
    redeemed.filter((number) => fateOf(number) === 'returned'),
    (number) => returnOne(store, number, atMs),
  )
  if (voided.length > 0) {
    const request = requestOf(`void-${day}`, 'yaoquan.coupon.void', atMs)
    await runAct(voidCoupons, {
      lifecycle: store.lifecycleStore,
      request,
      couponCodes: voided.slice(0, 1000),
      reason: '误发',
    })
  }
}

async function redeemOne(store: Store, number: number, atMs: number): Promise<void> {
  const request = requestOf(`use-${number}`, 'yaoquan.coupon.redeem', atMs)
  const requested = { couponCodes: [codeOf(number)], orderId: orderOf(number), amountFen: 20_000 + (number % 90) * 100 }
  const written = await calls.redeem(store, request, { ...requested, shop: shopOf(number) })
  if (written.kind !== 'done') throw new Error(`${codeOf(number)} was not redeemed: ${JSON.stringify(written)}`)
}

function shopOf(number: number): string {
  return `S${1 + (Math.floor(number / 10) % (isForTwoShops(number) ? 2 : shopCount))}`
}

function isForTwoShops(number: number): boolean {
  return number % 30 === 3 || number % 30 === 5
}

async function returnOne(store: Store, number: number, atMs: number): Promise<void> {
  const written = await calls.returnLines(store, requestOf(`back-${number}`, 'yaoquan.redemption.return', atMs), {
    orderId: orderOf(number),
  })
  if (written.kind !== 'done') throw new Error(`${orderOf(number)} was not returned: ${JSON.stringify(written)}`)
}

async function expire({ store }: Life, atMs: number): Promise<void> {
  const day = addDays(dayOf(atMs), -1)
  while ((await store.expiryRecorder.recordExpired(sellerId, day, rowsPerCall, atMs)) > 0);
}

/** Some coupons of the last days are held for a day. */
async function holdSome({ store, size, nowMs }: Life): Promise<void> {
  const numbers = Array.from({ length: Math.ceil(size / 20_000) }, (_, place) => size - 10 * (place + 1))
  await together(numbers, async (number) => {
    const request = requestOf(`hold-${number}`, 'yaoquan.coupon.hold', nowMs)
    await calls.hold(store, request, { couponCode: codeOf(number), orderId: orderOf(number), ttlSeconds: 86_400 })
  })
}

async function saveProfiles({ store, size, nowMs }: Life): Promise<void> {
  const members = Array.from({ length: Math.ceil(memberCount(size) / rareEvery) }, (_, place) => place * rareEvery)
  for (let first = 0; first < members.length; first += profilesPerCall) {
    const rows = members.slice(first, first + profilesPerCall).map((member) => {
      return { phone: memberPhone(member), cardNo: cardOf(member), change: { level: rareLevel } }
    })
    const request = requestOf(`levels-${first}`, 'import-members', nowMs)
    await importMembers({ lifecycle: store.lifecycleStore, request, rows })
  }
}

function requestOf(outRequestNo: string, method: string, nowMs: number): WriteRequest {
  return { sellerId, outRequestNo, method, content: '', actor: 'app:12345678', requestId: outRequestNo, nowMs }
}

async function together<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values()
  const caller = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: writesAtOnce }, caller))
}

/** Names of shops, and templates, as operators would have saved them. */
async function nameThings(dataDir: string, store: Store): Promise<void> {
  const administration = await openAdministration({ dataDir })
  const rows = Array.from({ length: shopCount }, (_, place) => ({
    code: `S${place + 1}`,
    name: `康民大药房${place + 1}店`,
  }))
  for (let first = 0; first < rows.length; first += 200)
    await administration.saveShops({ sellerId, rows: rows.slice(first, first + 200) })
  await administration.close()
  const nowMs = Date.now() - lifeDays * 86_400_000
  for (let place = 0; place < templateCount; place += 1) {
    const couponId = `T${place}`
    const request = requestOf(`template-${couponId}`, 'yaoquan.template.save', nowMs)
    await calls.save(store, request, { couponId, couponName: `满199减99（${place + 1}）` })
  }
}

/** Counts figures in a thread of its own, as a second server would. */
function startCounter(dataDir: string): Readonly<{ finish: () => Promise<void> }> {
  const worker = new Worker(new URL('./figure-counter.ts', import.meta.url), { workerData: dataDir })
  const ended = new Promise<void>((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`figures were not counted: ${code}`))))
  })
  // A failure is told at the end.
  ended.catch(() => undefined)
  return {
    async finish() {
      worker.postMessage('finish')
      await ended
    },
  }
}
