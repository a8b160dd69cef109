import type { Learner } from '#shadow/learning/learner'
import { addCounts, nothingLearned } from '#shadow/report/learning-counts'
import { ShadowReport } from '#shadow/report/shadow-report'
import type { Store } from '#store/open-store'
import type { AskedPage, CrawledPage } from './call-upstream.ts'
import type { CrawlDifference, CrawlPosition } from './crawl-position.ts'
import { termsAgainst } from './known-terms.ts'

export type TakenPage = Readonly<{
  answer: CrawledPage
  asked: AskedPage
  learner: Learner
  store: Pick<Store, 'lifecycleReader' | 'couponReader' | 'clock'>
  /** Name of the method that was called. */
  method: string
}>

/** A target is asked for again while a pass brings something new and the totals differ, at most this often. */
const maxPasses = 3
const maxDifferences = 100

/** Learns a page. @returns the position after it */
export async function afterPage(position: CrawlPosition, page: TakenPage): Promise<CrawlPosition> {
  const { answer, asked, learner, store, method } = page
  const { sellerId } = position
  const nowMs = store.clock.now()
  const codes = [...new Set(answer.coupons.map((coupon) => coupon.get('coupon_code') ?? ''))]
  const known = new Map(
    (await store.lifecycleReader.findCoupons(sellerId, codes)).map((one) => [one.terms.couponCode, one] as const),
  )
  const against = answer.coupons.flatMap((coupon) => {
    const stored = known.get(coupon.get('coupon_code') ?? '')
    return stored === undefined ? [] : termsAgainst(stored, coupon, nowMs)
  })
  const numbers = {
    phone: asked.by === 'phone' ? asked.value : undefined,
    cardNo: asked.by === 'cardNo' ? asked.value : undefined,
  }
  const learned = await learner.learn({ coupons: answer.coupons, asked: numbers, reason: `shadow crawl ${asked.by}` })
  const report = new ShadowReport(position.report)
  report.deviated({ method, appKey: 'crawl', atMs: nowMs }, [...learned.findings, ...against])
  const next = {
    ...position,
    calls: position.calls + 1,
    pages: answer.totalPage,
    passed: addCounts(position.passed, learned.counts),
    counts: addCounts(position.counts, learned.counts),
    report: report.data(),
    updatedAtMs: nowMs,
  }
  // The upstream may give shorter pages than it was asked for.
  const pages = Math.max(answer.totalPage, Math.ceil(answer.totalCount / asked.pageSize))
  const isLast = answer.coupons.length === 0 || asked.page >= pages
  return isLast ? afterPass(next, page) : { ...next, page: position.page + 1 }
}

async function afterPass(position: CrawlPosition, { answer, asked, store }: TakenPage): Promise<CrawlPosition> {
  const { sellerId, target, pass, passed, differences, differing } = position
  const filter = { [asked.by]: asked.value }
  const { totalCount: ours } = await store.couponReader.findCouponPage({ sellerId, filter, pageSize: 1, pageNum: 1 })
  const isEqual = ours === answer.totalCount
  const isNews = passed.created > 0 || passed.moved > 0
  const begun = { ...position, page: 1, pages: 0, passed: nothingLearned }
  if (!isEqual && isNews && pass < maxPasses) return { ...begun, pass: pass + 1 }
  const isDone = target + 1 === position.targets
  const done = { ...begun, pass: 1, target: target + 1, isDone }
  if (isEqual) return done
  const difference: CrawlDifference = {
    target: asked.by === 'channel' ? asked.value : String(target + 1),
    upstream: answer.totalCount,
    ours,
    notLearned: passed.notLearned,
  }
  return {
    ...done,
    differences: differences.length < maxDifferences ? [...differences, difference] : differences,
    differing: differing + 1,
  }
}
