import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CouponTerms } from '../packages/server/src/domain/coupon/coupon.ts'
import type { CouponDraft, CouponFilter, CouponReader } from '../packages/server/src/domain/coupon/coupon-store.ts'
import { openStore } from '../packages/server/src/store/open-store.ts'
import { draftOf as exampleDraft } from '../packages/server/src/testing/example-draft.ts'
import { issuerOf } from '../packages/server/src/testing/issue-drafts.ts'
import { openBareInserts } from './harness/bare-database.ts'
import { scatteredCode } from './harness/scattered-code.ts'

/**
 * Measures the store alone, in this process: microseconds per page on 200,000 coupons of 25,000 members, and issued
 * coupons per second as a ratio to a bare loop of the same inserts into the same table. Compare ratios of one run; the
 * absolute numbers depend on the machine.
 */
const couponCount = 200_000
const memberCount = 25_000
const batchRows = 1000
const sellerId = '111'

const folder = mkdtempSync(join(tmpdir(), 'yaoquan-bench-'))
try {
  await run()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function run(): Promise<void> {
  const store = await openStore({ dataDir: join(folder, 'data') })
  const bare = openBareInserts(join(folder, 'bare.db'))
  let bareMs = 0
  let storeMs = 0
  for (let first = 0; first < couponCount; first += batchRows) {
    const drafts = Array.from({ length: batchRows }, (_, place) => draftOf(first + place))
    bareMs += await elapsed(() => bare.insert(drafts))
    storeMs += await elapsed(() => issuerOf(store).issueCoupons(sellerId, drafts, 0))
  }
  bare.close()
  report('bare inserts', `${perSecond(couponCount, bareMs)} rows/s`)
  report('issueCoupons', `${perSecond(couponCount, storeMs)} rows/s, ${(bareMs / storeMs).toFixed(2)} of bare`)
  await reportPages(store.couponReader)
  await reportSingleIssues((drafts) => issuerOf(store).issueCoupons(sellerId, drafts, 0))
  await store.close()
}

async function reportPages(reader: CouponReader): Promise<void> {
  const page = (filter: CouponFilter, pageNum: number) =>
    reader.findCouponPage({ sellerId, filter, pageSize: 20, pageNum })
  const queries: readonly [string, number, (turn: number) => Promise<unknown>][] = [
    ['by phone, 8 coupons', 20_000, (turn) => page({ phone: phoneOf(turn * 7877) }, 1)],
    ['by card, 8 coupons', 20_000, (turn) => page({ cardNo: cardOf(turn * 7877) }, 1)],
    ['by code', 20_000, (turn) => page({ couponCode: scatteredCode((turn * 7877) % couponCount) }, 1)],
    ['by channel, page 1', 5_000, () => page({ channel: 'erp' }, 1)],
    ['by channel, page 5,000', 5_000, () => page({ channel: 'erp' }, 5_000)],
    ['whole seller, page 10,000', 5_000, () => page({}, 10_000)],
  ]
  for (const [name, turns, query] of queries) {
    for (let turn = 0; turn < turns / 4; turn += 1) await query(turn)
    const ms = await elapsed(async () => {
      for (let turn = 0; turn < turns; turn += 1) await query(turn)
    })
    report(name, `${((ms / turns) * 1000).toFixed(1)} µs`)
  }
}

async function reportSingleIssues(issue: (drafts: readonly CouponDraft[]) => Promise<unknown>): Promise<void> {
  const issued = 2000
  for (const parallel of [1, 64]) {
    let next = couponCount * (parallel + 1)
    const ms = await elapsed(async () => {
      for (let done = 0; done < issued; done += parallel) {
        await Promise.all(Array.from({ length: parallel }, () => issue([draftOf(next++)])))
      }
    })
    report(`issue one, ${parallel} in parallel`, `${perSecond(issued, ms)} per second`)
  }
}

function draftOf(number: number): CouponDraft {
  const member = memberOf(number)
  const terms: CouponTerms = {
    ...exampleDraft().terms,
    couponCode: scatteredCode(number),
    couponId: `T${number % 50}`,
    couponName: '满199减99',
    channel: number % 2 === 0 ? 'erp' : 'wechat',
    phone: phoneOf(member),
    cardNo: cardOf(member),
    couponAmountFen: 9_900,
    orderAmountFen: 19_900,
    startDate: '2026-01-01',
    endDate: '2026-12-31',
    billDate: '2026-01-01',
    description: '全场通用',
    shop: '01,02',
    category: '1001,10012',
    attribute: '{ "firstName":"Bill" , "lastName":"Gates" }',
  }
  return { terms, state: { kind: 'unused' } }
}

function memberOf(number: number): number {
  return (number * 7919) % memberCount
}

function phoneOf(member: number): string {
  return `186${String(member % memberCount).padStart(8, '0')}`
}

function cardOf(member: number): string {
  return `88${String(member % memberCount).padStart(8, '0')}`
}

async function elapsed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function perSecond(count: number, ms: number): number {
  return Math.round((count / ms) * 1000)
}

function report(name: string, value: string): void {
  console.log(`${name.padEnd(28)} ${value}`)
}
