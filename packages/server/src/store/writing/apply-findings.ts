import type { SellerChanges } from '#domain/lifecycle/seller-changes'
import { summedFindings, summedReports } from '#store/events/summed-tables'
import { changeFinding, encodeFinding, findFinding, findingText } from '#store/tables/reconciliation-finding'
import { changedReportRow, changeReport, findReportRow, handledReportText } from '#store/tables/reconciliation-report'
import type { WriterParts } from './writer-parts.ts'

/** Marks a finding as handled, and counts it in its report. The rows may not have changed since the act read them: the head is locked. */
export async function applyFindingHandled(
  { unit, origin: { sellerId }, head }: WriterParts,
  { day, finding, to, note }: SellerChanges['findingHandled'],
): Promise<void> {
  const key = { sellerId, dayText: day }
  const { findingNo } = finding
  const report = await unit.one(findReportRow(key))
  const reportText = report && handledReportText(report, to === undefined ? -1 : 1)
  const before = await unit.one(findFinding({ ...key, findingNo }))
  if (report === undefined || reportText === undefined || before === undefined) throw new Error('the finding is gone')
  const changed = { ...finding, handled: to }
  await unit.run(changeReport({ report_text: reportText, ...key }))
  await unit.run(changeFinding({ finding_text: findingText(changed), ...key, findingNo }))
  head.changeTable(summedReports, { added: [changedReportRow(report, reportText)], removed: [report] })
  head.changeTable(summedFindings, { added: [encodeFinding(changed, { sellerId, day })], removed: [before] })
  const { kind, orderId, couponCode, handled } = finding
  const subject = { day, finding: kind, order_id: orderId, coupon_code: couponCode }
  const was = { ...subject, handled: handled !== undefined, note: handled?.note }
  const is = { ...subject, handled: to !== undefined, note }
  head.append([{ kind: 'finding_handled', count: 1, before: JSON.stringify(was), after: JSON.stringify(is) }])
}
