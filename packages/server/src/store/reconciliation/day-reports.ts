import { setImmediate as nextTurn } from 'node:timers/promises'
import { DuplicateKeyError } from '#database/duplicate-key-error'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import type { Finding } from '#domain/findings/finding'
import { findingId } from '#domain/findings/finding-id'
import type { KeptFinding } from '#domain/findings/kept-finding'
import { type DayReports, keptFinding, keptReport, type SavedReport } from '#domain/reconciliation/day-reports'
import { ChainHead } from '#store/events/chain-head'
import { summedFindings, summedReports } from '#store/events/summed-tables'
import type { Keyring } from '#store/keys/keyring'
import {
  deleteFindings,
  encodeFinding,
  findAllFindings,
  findingOfFullRow,
  findingOfRow,
  insertFinding,
  listFindings,
} from '#store/tables/reconciliation-finding'
import {
  computedCells,
  dueOfReport,
  findReport,
  findReportRow,
  insertReport,
  listReports,
  listReportTurns,
  lockReport,
  reportHeadOfRow,
  reportOfRow,
  reportTurnOfRow,
  savedReportRow,
  saveReport,
  takeReportTurn,
} from '#store/tables/reconciliation-report'

type Parts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Keeps reports. Sums in the head of the seller cover them; a turn without a report is in none. */
export function createDayReports(parts: Parts): DayReports {
  const { engine } = parts
  const { reader } = engine
  return {
    async listTurns(sellerId, fromDay) {
      return (await reader.all(listReportTurns({ sellerId, fromDay }))).map(reportTurnOfRow)
    },
    async takeTurn({ sellerId, day, dueMs, untilMs }) {
      try {
        const rows = await engine.transact(
          (transaction) =>
            dueMs === undefined
              ? transaction.run(insertReport(sellerId, day, untilMs))
              : transaction.run(takeReportTurn({ nextMs: untilMs, sellerId, dayText: day, dueMs })),
          { sellerId },
        )
        return rows === 1
      } catch (error) {
        if (error instanceof DuplicateKeyError) return false
        throw error
      }
    },
    saveReport: (saved) => save(parts, saved),
    async findReport(sellerId, day) {
      const row = await reader.one(findReport({ sellerId, dayText: day }))
      // Costs of thousands of shops take milliseconds to decode; other calls come in between where a period is summed up.
      await nextTurn()
      return row && reportOfRow(row)
    },
    async listReports(sellerId, days) {
      return (await reader.all(listReports({ sellerId, ...days }))).flatMap((row) => reportHeadOfRow(row) ?? [])
    },
    async listFindings(sellerId, day, { after, limit }) {
      return (await reader.all(listFindings({ sellerId, dayText: day, afterFindingNo: after, limit }))).map(
        findingOfRow,
      )
    },
  }
}

/** The report's row decides between programs, so it is locked first. The head is locked last, since all writes of the seller need it. */
function save({ engine, keyring }: Parts, saved: SavedReport): Promise<boolean> {
  const { sellerId, turnMs, report, nextDueMs } = saved
  const key = { sellerId, dayText: report.day }
  return transactUnit(engine, { sellerId }, async (unit) => {
    await unit.run(lockReport(key))
    const before = await unit.one(findReportRow(key))
    if (before === undefined || dueOfReport(before) !== turnMs) return false
    const findingsBefore = await unit.all(findAllFindings(key))
    const findings = withHandled(saved.findings.map(keptFinding), findingsBefore.map(findingOfFullRow))
    const handledCount = findings.filter(({ handled }) => handled !== undefined).length
    const cells = computedCells({ ...keptReport(report), handledCount }, nextDueMs)
    await unit.run(saveReport({ ...cells, ...key, turnMs }))
    await unit.run(deleteFindings(key))
    const rows = findings.map((finding) => encodeFinding(finding, { sellerId, day: report.day }))
    unit.insert(insertFinding, rows)
    const origin = { sellerId, atMs: 0, actor: 'system', requestId: undefined }
    const head = new ChainHead({ unit, origin, keyring })
    head.changeTable(summedReports, { added: [savedReportRow(before, cells)], removed: [before] })
    head.changeTable(summedFindings, { added: rows, removed: findingsBefore })
    await head.lockAndClose()
    return true
  })
}

/** A finding that the report had before stays handled. One that was explained meanwhile, and comes again, is open again. */
function withHandled(findings: readonly Finding[], before: readonly KeptFinding[]): readonly KeptFinding[] {
  const handled = new Map(before.map((finding) => [findingId(finding), finding.handled]))
  return findings.map((finding, place) => {
    return { ...finding, findingNo: place + 1, handled: handled.get(findingId(finding)) }
  })
}
