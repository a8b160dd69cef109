import type { DateText } from '#domain/dates'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { CostLine, CostReport } from './cost.ts'
import type { Finding } from './finding.ts'
import type { DayReport } from './reconcile-day.ts'

/** Findings of a day that are kept; more are counted only. */
export const maxKeptFindings = 10_000
/** Lines of each table of costs that are kept, the most expensive ones. */
const maxKeptLines = 1_000

/** When the report of a day is due, and what it rests on. */
export type ReportTurn = Readonly<{
  day: DateText
  /** Epoch milliseconds. */
  dueMs: number
  /** Undefined until it was computed. */
  computed: Readonly<{ atMs: number; throughSeq: number; pendingCount: number; deadlineMs: number }> | undefined
}>

export type SavedReport = Readonly<{
  sellerId: string
  /** The end of the turn, as `takeTurn` set it. */
  turnMs: number
  report: DayReport
  findings: readonly Finding[]
  nextDueMs: number
}>

/** A page of findings with the numbers of the first and the last one. */
export type KeptFindings = readonly (Finding & Readonly<{ findingNo: number }>)[]

/** Keeps the reports of days, which are computed from data that is kept elsewhere. */
export interface DayReports {
  /** Reports of the days from `fromDay` on, if there are any. */
  listTurns(sellerId: string, fromDay: DateText): Promise<readonly ReportTurn[]>
  /** Takes the turn of a day for one program until a moment. @param dueMs as it was read; undefined: it has none yet */
  takeTurn(
    turn: Readonly<{ sellerId: string; day: DateText; dueMs: number | undefined; untilMs: number }>,
  ): Promise<boolean>
  /** Replaces the report of a day. @returns false if another program took the turn meanwhile */
  saveReport(saved: SavedReport): Promise<boolean>
  /** Undefined until it was computed. */
  findReport(sellerId: string, day: DateText): Promise<DayReport | undefined>
  /** Reads findings in order. @param range.after number of the last finding of the page before, 0 at the start */
  listFindings(
    sellerId: string,
    day: DateText,
    range: Readonly<{ after: number; limit: number }>,
  ): Promise<KeptFindings>
}

/** A report as it is kept: with the most expensive lines, and the others in one. */
export function keptReport(report: DayReport): DayReport {
  const { total, byTemplate, byShop, byBearer } = report.cost
  const cost: CostReport = { total, byTemplate: cut(byTemplate), byShop: cut(byShop), byBearer: cut(byBearer) }
  return { ...report, cost }
}

function cut(lines: readonly CostLine[]): readonly CostLine[] {
  if (lines.length <= maxKeptLines) return lines
  const others = lines.slice(maxKeptLines).reduce((sum, line) => ({
    key: '…',
    name: undefined,
    redemptions: sum.redemptions + line.redemptions,
    redeemedFen: sum.redeemedFen + line.redeemedFen,
    returns: sum.returns + line.returns,
    returnedFen: sum.returnedFen + line.returnedFen,
    netFen: sum.netFen + line.netFen,
    unpriced: sum.unpriced + line.unpriced,
    unpricedFaceFen: sum.unpricedFaceFen + line.unpricedFaceFen,
  }))
  return [...lines.slice(0, maxKeptLines), { ...others, key: '…', name: undefined }]
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
