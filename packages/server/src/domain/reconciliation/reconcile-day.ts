import { type DateText, dayMs, startOfDay } from '#domain/dates'
import { type Finding, type FindingKind, findingKinds } from '#domain/findings/finding'
import { compareOrder } from './compare-order.ts'
import {
  compareLostUpload,
  compareRedemption,
  compareReturn,
  type Judging,
  judgingRefusedUses,
} from './compare-redemption.ts'
import { compareShopOfOrder, compareShopOfRedemption } from './compare-shop.ts'
import { type CostEntry, type CostReport, CostSums, redeemedEntry, returnedEntry, takenBackEntry } from './cost.ts'
import type { ReconciliationReader, SyncedKinds } from './reconciliation-reader.ts'

/** Orders may follow their redemptions, and updates their returns, until this long after the end of the day unless said otherwise. */
export const defaultOrderHours = 6

export type Reconciling = Readonly<{
  reader: ReconciliationReader
  sellerId: string
  /** Day in GMT+8. */
  day: DateText
  /** Hours after the end of the day, 0..168. */
  orderHours: number
  nowMs: number
  /** Called with findings in the order in which they are found; the next page is read when it resolves. */
  onFindings: (findings: readonly Finding[]) => Promise<void>
  /** Called after each page; reading goes on when it resolves, and ends with its error. */
  betweenPages?: () => Promise<void>
  /** Called with every amount of the day. */
  onEntries?: (entries: readonly CostEntry[]) => Promise<void>
}>

/** What a day came to. */
export type DayReport = Readonly<{
  day: DateText
  /** After this moment nothing is pending any more, epoch milliseconds. */
  deadlineMs: number
  computedAtMs: number
  /** Everything up to this event is in it. */
  throughSeq: number
  /** What the seller never sends is not missed. */
  synced: SyncedKinds
  redemptions: number
  returns: number
  /** Attempts to redeem used coupons, repeated ones counted. */
  refusedUses: number
  /** Coupons that tills used while they were offline, in vain. */
  lostUploads: number
  /** Orders of the day that name coupons, or named them. */
  orders: number
  /** Counts without pending findings. */
  findings: Readonly<Record<FindingKind, number>>
  findingCount: number
  pendingCount: number
  cost: CostReport
}>

/**
 * Compares everything that orders, redemptions and returns of a day say of each other. A finding belongs to one day: that of its order, its
 * redemption or its return. Memory does not grow with the day.
 */
export async function reconcileDay(input: Reconciling): Promise<DayReport> {
  const { reader, sellerId, day, nowMs, orderHours } = input
  const deadlineMs = startOfDay(day) + dayMs + orderHours * hourMs
  // Read first: what is written later may be in the report, but then it is computed again.
  const throughSeq = await reader.findNewestSeq(sellerId)
  const synced = await reader.findSyncedKinds(sellerId)
  const shops = await reader.findKnownShops(sellerId)
  const judging: Judging = { synced, isBeforeDeadline: nowMs < deadlineMs }
  const tally = new Tally(input)
  for await (const page of reader.listRedemptionsOfDay(sellerId, day)) {
    await tally.add('redemptions', page, (one) => [
      compareRedemption(one, judging),
      compareShopOfRedemption(one, shops),
    ])
    await tally.cost(page.map(redeemedEntry))
  }
  for await (const page of reader.listReturnsOfDay(sellerId, day)) {
    await tally.add('returns', page, (one) => compareReturn(one, judging))
    await tally.cost(page.flatMap((one) => returnedEntry(one) ?? []))
  }
  for await (const page of reader.listTakenBackOfDay(sellerId, day)) await tally.cost(page.map(takenBackEntry))
  const judge = judgingRefusedUses()
  for await (const page of reader.listRefusedUsesOfDay(sellerId, day)) await tally.add('refusedUses', page, judge)
  for await (const page of reader.listLostUploadsOfDay(sellerId, day)) {
    await tally.add('lostUploads', page, compareLostUpload)
  }
  for await (const page of reader.listOrdersOfDay(sellerId, day)) {
    await tally.add('orders', page, (one) => [...compareOrder(one), compareShopOfOrder(one, shops)])
  }
  return { day, deadlineMs, computedAtMs: nowMs, throughSeq, synced, ...tally.report() }
}

type DayCounts = Pick<DayReport, 'redemptions' | 'returns' | 'refusedUses' | 'lostUploads' | 'orders'>

/** What is wrong with one row of a page. */
type Compare<Row> = (row: Row) => Finding | readonly (Finding | undefined)[] | undefined

class Tally {
  readonly #asked: Pick<Reconciling, 'onFindings' | 'onEntries' | 'betweenPages'>
  readonly #examined = { redemptions: 0, returns: 0, refusedUses: 0, lostUploads: 0, orders: 0 }
  readonly #findings = Object.fromEntries(findingKinds.map((kind) => [kind, 0])) as Record<FindingKind, number>
  readonly #costs = new CostSums()
  #pendingCount = 0

  constructor(input: Pick<Reconciling, 'onFindings' | 'onEntries' | 'betweenPages'>) {
    this.#asked = input
  }

  async add<Row>(what: keyof DayCounts, page: readonly Row[], compare: Compare<Row>): Promise<void> {
    const findings = page.flatMap((row) => compare(row) ?? []).filter((finding) => finding !== undefined)
    this.#examined[what] += page.length
    for (const { kind, isPending } of findings) {
      if (isPending) this.#pendingCount += 1
      else this.#findings[kind] += 1
    }
    if (findings.length > 0) await this.#asked.onFindings(findings)
    await this.#asked.betweenPages?.()
  }

  async cost(entries: readonly CostEntry[]): Promise<void> {
    for (const entry of entries) this.#costs.add(entry)
    await this.#asked.onEntries?.(entries)
  }

  report() {
    const findings = { ...this.#findings }
    const findingCount = Object.values(findings).reduce((sum, count) => sum + count, 0)
    return { ...this.#examined, findings, findingCount, pendingCount: this.#pendingCount, cost: this.#costs.report() }
  }
}

const hourMs = 3_600_000
