import { getReconciliation, type ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { findingId, type KeptFinding } from '#domain/findings/finding'
import { formatSigned } from '#domain/money'
import type { CostLine, CostSum } from '#domain/reconciliation/cost'
import { type KeptReport, shownLines } from '#domain/reconciliation/day-reports'
import { findingText } from '#domain/reconciliation/finding-text'
import { getDayReport } from '#domain/reconciliation/get-day-report'
import { ifGiven, type LifecycleDependencies, type Method } from './method.ts'
import { readDay } from './read-times.ts'
import { errorResult } from './refused-result.ts'

/** The report of a day, and its findings page by page. */
export function getReconciliationMethod({
  reports,
}: Pick<LifecycleDependencies, 'reports'>): Method<typeof getReconciliation> {
  return {
    definition: getReconciliation,
    async call({ day, cursor, limit = 100 }, { sellerId, nowMs }) {
      const got = await getDayReport({ reports, sellerId, day: readDay('day', day), nowMs, cursor, limit })
      if (got.kind === 'not-computed') {
        const expectedAt = ifGiven(got.expectedMs, momentText)
        return { result: { ...errorResult('reportNotComputed'), findings: [], expectedAt } }
      }
      if (got.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), findings: [] } }
      const report = cursor === undefined ? shownReport(got.report) : undefined
      return { result: { report, findings: got.rows.map(shownFinding), nextCursor: got.nextCursor, success: true } }
    },
  }
}

type Shown = ResponseOf<typeof getReconciliation>['result']

function shownReport(report: KeptReport): NonNullable<Shown['report']> {
  const { day, computedAtMs, deadlineMs, throughSeq, synced, orders, refusedUses, findingCount, pendingCount } = report
  const { total, byTemplate, byShop, byBearer } = report.cost
  return {
    day,
    computedAt: momentText(computedAtMs),
    deadline: momentText(deadlineMs),
    throughEventSeq: throughSeq,
    ordersSynced: synced.orders,
    ordersNameCoupons: synced.coupons,
    orders,
    refusedUses,
    lostUploads: report.lostUploads,
    findingCount,
    pendingCount,
    handledCount: report.handledCount,
    ...shownSum(total),
    byTemplate: shownLines(byTemplate).map(shownLine),
    byShop: shownLines(byShop).map(shownLine),
    byBearer: shownLines(byBearer).map(shownLine),
  }
}

/** A line of costs as answers have it. */
export function shownLine({ key, name, ...sum }: CostLine) {
  return { key, name, ...shownSum(sum) }
}

/** Costs as answers have them. */
export function shownSum({
  redemptions,
  redeemedFen,
  returns,
  returnedFen,
  netFen,
  unpriced,
  unpricedFaceFen,
}: CostSum) {
  return {
    redemptions,
    redeemedAmount: formatSigned(redeemedFen),
    returns,
    returnedAmount: formatSigned(returnedFen),
    netAmount: formatSigned(netFen),
    unpriced,
    unpricedFaceAmount: formatSigned(unpricedFaceFen),
  }
}

function shownFinding(finding: KeptFinding): Shown['findings'][number] {
  const { zh, en } = findingText(finding)
  const { kind, isPending, orderId, couponCode, redemptionId, shop, otherOrderId, problem, handled } = finding
  return {
    findingId: findingId(finding),
    kind,
    pending: isPending,
    text: zh,
    textEn: en,
    orderId,
    couponCode,
    redemptionId,
    shop,
    offAmount: ifGiven(finding.offFen, formatSigned),
    orderOffAmount: ifGiven(finding.orderOffFen, formatSigned),
    otherOrderId,
    problem,
    eventSeqs: finding.eventSeqs.length === 0 ? undefined : finding.eventSeqs.join(','),
    handledBy: handled?.by,
    handledAt: ifGiven(handled?.atMs, momentText),
    handledNote: handled?.note,
  }
}
