import { erpCouponFields } from '@yaoquan/api'
import { rawCouponOf } from '#domain/coupon/coupon-draft'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { CouponMeaning } from '#shadow/answers/answer-meaning'
import { isSameValue } from '#shadow/comparing/same-value'
import type { Learner } from '#shadow/learning/learner'
import type { Deviation } from '#shadow/report/deviation'
import { addCounts, nothingLearned } from '#shadow/report/learning-counts'
import { ShadowReport } from '#shadow/report/shadow-report'
import type { Store } from '#store/open-store'
import type { AskedPage, CrawledPage } from './call-upstream.ts'
import type { CrawlDifference, CrawlPosition, CrawlRefusal } from './crawl-position.ts'

const { status, sellerId, endDate, phone, cardNo } = erpCouponFields
/** Learning follows the state and the last day, and says where it does not. */
const followed: ReadonlySet<string> = new Set([status.wire, sellerId.wire, endDate.wire])
const numbers: ReadonlySet<string> = new Set([phone.wire, cardNo.wire])

/** Terms of a known coupon that the upstream has otherwise: nothing overwrites them. Masked numbers say nothing against whole ones. */
function termsAgainst(stored: StoredCoupon, said: CouponMeaning, nowMs: number): readonly Deviation[] {
  const own: Readonly<Record<string, string | undefined>> = rawCouponOf(stored, nowMs)
  return Object.entries(erpCouponFields).flatMap(([name, { wire }]): readonly Deviation[] => {
    const [upstream, ours] = [said.get(wire) ?? '', own[name]?.trim() ?? '']
    const isMasked = numbers.has(wire) && upstream.includes('*')
    if (followed.has(wire) || isMasked || isSameValue(wire, upstream, ours)) return []
    return [{ class: 'field', name: wire, couponCode: stored.terms.couponCode, upstream, ours }]
  })
}

type TakenPage = Readonly<{
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
  const learned = await learner.learn({
    coupons: answer.coupons,
    asked: numbers,
    reason: `shadow crawl ${asked.by}`,
    isSellerSure: true,
  })
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
  const begun = { ...position, page: 1, pages: 0, passed: nothingLearned, refusedInRow: 0 }
  if (!isEqual && isNews && pass < maxPasses) {
    // The next pass sees the same coupons again.
    const counts = addCounts(position.counts, { seen: -passed.seen, notLearned: -passed.notLearned })
    return { ...begun, pass: pass + 1, counts }
  }
  const done = afterTarget(begun)
  if (isEqual) return done
  const difference: CrawlDifference = {
    target: nameOfTarget(asked, target),
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

/** A refusal of this many targets one after the other is about the app or the method, and not about a target. */
const maxRefusedInRow = 20

/** The upstream refused the target. @returns the position at the next one; undefined where it seems to refuse everything */
export function afterRefusal(
  position: CrawlPosition,
  asked: AskedPage,
  { code, subCode }: Omit<CrawlRefusal, 'target'>,
): CrawlPosition | undefined {
  const { target, refusals = [], refused = 0, refusedInRow = 0 } = position
  if (refusedInRow + 1 >= Math.min(maxRefusedInRow, position.targets)) return undefined
  const refusal = { target: nameOfTarget(asked, target), code, subCode }
  return afterTarget({
    ...position,
    calls: position.calls + 1,
    page: 1,
    pages: 0,
    passed: nothingLearned,
    refusals: refusals.length < maxDifferences ? [...refusals, refusal] : refusals,
    refused: refused + 1,
    refusedInRow: refusedInRow + 1,
  })
}

function afterTarget(position: CrawlPosition): CrawlPosition {
  const target = position.target + 1
  return { ...position, pass: 1, target, isDone: target === position.targets }
}

/** Phones and cards by the numbers of their lines. */
function nameOfTarget({ by, value }: AskedPage, target: number): string {
  return by === 'channel' ? value : String(target + 1)
}
