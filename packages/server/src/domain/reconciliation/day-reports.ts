import type { DateText } from '#domain/dates'
import type { Finding, KeptFinding } from '#domain/findings/finding'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import { addCosts, type CostLine, type CostReport, type CostSum, noCost, otherKeys } from './cost.ts'
import type { DayReport } from './reconcile-day.ts'

/** Findings of a day that are kept; more are counted only. */
export const maxKeptFindings = 10_000
/**
 * Lines of each table of costs that are kept, so that all shops and templates of a seller have one. The text of a report with as many lines, each of the
 * longest key and name in Chinese, has 14 MB; its column takes 16 MiB.
 */
const mostKept = {
  byTemplate: 10_000,
  byShop: 20_000,
  byBearer: 1_000,
} as const
/** Lines of each table of costs that answers have, the most expensive ones. */
const maxShownLines = 1_000

/** When the report of a day is due, and what it rests on. */
export type ReportLease = Readonly<{
  day: DateText
  /** Epoch milliseconds. */
  dueMs: number
  /** Undefined until it was computed. */
  computed: Readonly<{ atMs: number; throughSeq: number; pendingCount: number; deadlineMs: number }> | undefined
}>

export type SavedReport = Readonly<{
  sellerId: string
  /** The end of the lease, as `takeLease` set it. */
  leaseMs: number
  report: DayReport
  findings: readonly Finding[]
  nextDueMs: number
}>

/** A report as it is kept. */
export type KeptReport = DayReport &
  Readonly<{
    /** Findings that people marked as handled. */
    handledCount: number
    /** How often a finding was marked or opened again since it was computed, so that each time changes the text. */
    marks?: number
  }>

/** A report without its costs by shop and template. */
export type ReportHead = Omit<KeptReport, 'cost'> & Readonly<{ cost: Pick<CostReport, 'total' | 'byBearer'> }>

export type Days = Readonly<{ fromDay: DateText; toDay: DateText }>

/** Keeps the reports of days, which are computed from data that is kept elsewhere. */
export interface DayReports {
  /** Reports of the days from `fromDay` on, if there are any. */
  listLeases(sellerId: string, fromDay: DateText): Promise<readonly ReportLease[]>
  /** Takes the lease of a day for one program until a moment. @param dueMs as it was read; undefined: it has none yet */
  takeLease(
    lease: Readonly<{ sellerId: string; day: DateText; dueMs: number | undefined; untilMs: number }>,
  ): Promise<boolean>
  /** Replaces the report of a day. @returns false if another program took the lease meanwhile */
  saveReport(saved: SavedReport): Promise<boolean>
  /** Undefined until it was computed. */
  findReport(sellerId: string, day: DateText): Promise<KeptReport | undefined>
  /** Heads of reports of a period that were computed, by day. @param days both ends included; 100 days at most */
  listReports(sellerId: string, days: Days): Promise<readonly ReportHead[]>
  /** Reads findings in order. @param range.after number of the last finding of the page before, 0 at the start */
  listFindings(
    sellerId: string,
    day: DateText,
    range: Readonly<{ after: number; limit: number }>,
  ): Promise<readonly KeptFinding[]>
}

/** A report as it is kept: with the most expensive lines, and the others in one. */
export function keptReport(report: DayReport): DayReport {
  const { total, byTemplate, byShop, byBearer } = report.cost
  const cost: CostReport = {
    total,
    byTemplate: firstLines(byTemplate, mostKept.byTemplate),
    byShop: firstLines(byShop, mostKept.byShop),
    byBearer: firstLines(byBearer, mostKept.byBearer),
  }
  return { ...report, cost }
}

/** The lines that an answer has: the most expensive, and last, in one, all others. @param lines the most expensive first */
export function shownLines(lines: readonly CostLine[]): readonly CostLine[] {
  return firstLines(lines, maxShownLines)
}

/** Lines that have no line of their own come last, in one. */
function firstLines(lines: readonly CostLine[], most: number): readonly CostLine[] {
  const own = lines.filter(({ key }) => key !== otherKeys)
  const others = [...lines.filter(({ key }) => key === otherKeys), ...own.slice(most)]
  if (others.length === 0) return own
  return [...own.slice(0, most), { key: otherKeys, name: undefined, ...others.reduce<CostSum>(addCosts, noCost) }]
}

/** A finding as it is kept: an order id or shop that contains a phone is masked, since an erasure does not reach reports. */
export function keptFinding(finding: Finding): Finding {
  const masked = (text: string) => maskPhonesInText(text).text
  const { orderId, otherOrderId, shop } = finding
  return {
    ...finding,
    orderId: masked(orderId),
    otherOrderId: otherOrderId && masked(otherOrderId),
    shop: shop && masked(shop),
  }
}
