import type { EventKind } from '#domain/events/event-store'
import type { SellerChanges } from '#domain/lifecycle/seller-changes'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { Category, Entry, EntryChange, Shop } from '#domain/master-data/master-data-store'
import { summedFindings, summedReports } from '#store/events/table-sums'
import { categoryEntries } from '#store/tables/category'
import type { EntryStatements } from '#store/tables/entry-statements'
import { changeFinding, encodeFinding, findFinding, findingText } from '#store/tables/reconciliation-finding'
import { changedReportRow, changeReport, findReportRow, handledReportText } from '#store/tables/reconciliation-report'
import { shopEntries } from '#store/tables/shop'
import { ruleAppliers } from './apply-rules.ts'
import { type Appliers, oneByOne, type WriterParts } from './writer-parts.ts'

/** Writes what acts change of what a seller keeps beside coupons and members. */
export const sellerAppliers: Pick<Appliers, keyof SellerChanges> = {
  ...ruleAppliers,
  findingHandled: oneByOne(applyFindingHandled),
  orderNumbered: oneByOne(async ({ head }, { orderId, shop }) => {
    const after = JSON.stringify({ order_id: masked(orderId), shop: masked(shop) })
    head.append([{ kind: 'order_numbered', count: 1, after }])
  }),
  shopsSaved: oneByOne((parts, changes) => {
    return saveEntries(parts, shopEntries, { changes, kind: 'shop', textOf: textOfShops })
  }),
  categoriesSaved: oneByOne((parts, changes) => {
    return saveEntries(parts, categoryEntries, { changes, kind: 'category', textOf: textOfCategories })
  }),
}

/** Without a list of shops, what somebody typed as one may be a phone. */
function masked(text: string): string {
  return maskPhonesInText(text).text
}

function textOfShops(shops: readonly Shop[]): string {
  return JSON.stringify({
    shops: shops.map(({ code, name, city, isClosed: closed }) => ({ code, name, city, closed })),
  })
}

function textOfCategories(categories: readonly Category[]): string {
  return JSON.stringify({
    categories: categories.map(({ code, name, parent }) => ({ code, name, parent_code: parent })),
  })
}

type Saving<E extends Entry> = Readonly<{
  changes: readonly EntryChange<E>[]
  kind: EventKind
  /** The text of entries in events. */
  textOf: (entries: readonly E[]) => string
}>

async function saveEntries<E extends Entry>(
  { unit, origin: { sellerId }, head }: WriterParts,
  { insertion, encode, update }: EntryStatements<E>,
  { changes, kind, textOf }: Saving<E>,
): Promise<void> {
  const former = changes.flatMap(({ from }) => (from === undefined ? [] : [from]))
  for (const { from, to } of changes) {
    if (from !== undefined) await unit.run(update(sellerId, to))
  }
  const added = changes.flatMap(({ from, to }) => (from === undefined ? [encode(sellerId, to)] : []))
  if (added.length > 0) unit.insert(insertion, added)
  const before = former.length === 0 ? undefined : textOf(former)
  head.append([{ kind, count: 1, before, after: textOf(changes.map(({ to }) => to)) }])
}

/** Marks a finding as handled, and counts it in its report. The rows may not have changed since the act read them: the head is locked. */
async function applyFindingHandled(
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
