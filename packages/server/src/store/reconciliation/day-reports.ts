import { DuplicateKeyError } from '#database/duplicate-key-error'
import type { SqlEngine } from '#database/sql-engine'
import { type DayReports, keptFinding, keptReport, type SavedReport } from '#domain/reconciliation/day-reports'
import {
  deleteFindings,
  encodeFinding,
  findingOfRow,
  insertFinding,
  listFindings,
} from '#store/tables/reconciliation-finding'
import {
  encodeFirstTurn,
  encodeReport,
  findReport,
  insertReport,
  listReportTurns,
  reportOfRow,
  reportTurnOfRow,
  saveReport,
  takeReportTurn,
} from '#store/tables/reconciliation-report'

/** Keeps reports. No event and no sum covers them: whoever doubts one computes it again. */
export function createDayReports(engine: SqlEngine): DayReports {
  const { reader } = engine
  return {
    async listTurns(sellerId, fromDay) {
      return (await reader.all(listReportTurns, [sellerId, fromDay])).map(reportTurnOfRow)
    },
    async takeTurn({ sellerId, day, dueMs, untilMs }) {
      try {
        const rows = await engine.transact(
          (transaction) =>
            dueMs === undefined
              ? transaction.run(insertReport, encodeFirstTurn(sellerId, day, untilMs))
              : transaction.run(takeReportTurn, [untilMs, sellerId, day, dueMs]),
          { sellerId },
        )
        return rows === 1
      } catch (error) {
        if (error instanceof DuplicateKeyError) return false
        throw error
      }
    },
    saveReport: (saved) => save(engine, saved),
    async findReport(sellerId, day) {
      const row = await reader.one(findReport, [sellerId, day])
      return row && reportOfRow(row)
    },
    async listFindings(sellerId, day, { after, limit }) {
      return (await reader.all(listFindings, [sellerId, day, after, limit])).map(findingOfRow)
    },
  }
}

/** The report's row decides between programs, so it is changed first. */
function save(engine: SqlEngine, { sellerId, turnMs, report, findings, nextDueMs }: SavedReport): Promise<boolean> {
  const { day } = report
  return engine.transact(
    async (transaction) => {
      const values = [...encodeReport(keptReport(report), nextDueMs), sellerId, day, turnMs]
      if ((await transaction.run(saveReport, values)) !== 1) return false
      await transaction.run(deleteFindings, [sellerId, day])
      const rows = findings.map((finding, place) =>
        encodeFinding(keptFinding(finding), { sellerId, day, findingNo: place + 1 }),
      )
      if (rows.length > 0) await transaction.insertMany(insertFinding, rows)
      return true
    },
    { sellerId },
  )
}
