import { setImmediate as nextTurn } from 'node:timers/promises'
import { DuplicateKeyError, LostRaceError } from '#database/database-errors'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { listsOf } from '#database/table'
import { transactUnit } from '#database/unit-of-work'
import { type Finding, findingId, type KeptFinding } from '#domain/findings/finding'
import { type DayReports, keptFinding, keptReport, type SavedReport } from '#domain/reconciliation/day-reports'
import { ChainHead } from '#store/events/chain-head'
import { summedFindings, summedReports } from '#store/events/table-sums'
import type { Keyring } from '#store/keys/keyring'
import {
  deleteFindings,
  encodeFinding,
  findAllFindings,
  findingOfFullRow,
  findingOfRow,
  findingText,
  insertFinding,
  listFindings,
} from '#store/tables/reconciliation-finding'
import {
  computedCells,
  dueOfReport,
  findReport,
  findReportRow,
  insertReport,
  listReportLeases,
  listReports,
  lockReport,
  reportHeadOfRow,
  reportLeaseOfRow,
  reportOfRow,
  savedReportRow,
  saveReport,
  takeReportLease,
  textOfReportRow,
} from '#store/tables/reconciliation-report'

type Parts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Keeps reports. Sums in the head of the seller cover them; a lease without a report is in none. */
export function createDayReports(parts: Parts): DayReports {
  const { engine } = parts
  const { reader } = engine
  return {
    async listLeases(sellerId, fromDay) {
      return (await reader.all(listReportLeases({ sellerId, fromDay }))).map(reportLeaseOfRow)
    },
    async takeLease({ sellerId, day, dueMs, untilMs }) {
      try {
        const rows = await engine.transact(
          (transaction) =>
            dueMs === undefined
              ? transaction.run(insertReport(sellerId, day, untilMs))
              : transaction.run(takeReportLease({ nextMs: untilMs, sellerId, dayText: day, dueMs })),
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

/** How often a report is prepared again because people handled findings meanwhile. */
const mostTries = 20

/**
 * Like every path that writes rows of a seller, it locks the head first. Other works of the seller wait from there on, so all findings are
 * read, compared and summed up before, and only those that changed are written.
 */
async function save({ engine, keyring }: Parts, saved: SavedReport): Promise<boolean> {
  const { sellerId, leaseMs, report } = saved
  const key = { sellerId, dayText: report.day }
  for (let tries = 0; tries < mostTries; tries += 1) {
    const prepared = await prepare(engine.reader, saved)
    const outcome = await transactUnit(engine, { sellerId }, async (unit) => {
      const origin = { sellerId, atMs: 0, actor: 'system', requestId: undefined }
      const head = new ChainHead({ unit, origin, keyring })
      head.changeTable(summedFindings, prepared.findings)
      await head.lock()
      // Leases are taken without the head.
      await unit.run(lockReport(key))
      const before = await unit.one(findReportRow(key))
      if (before === undefined || dueOfReport(before) !== leaseMs) return 'other lease'
      if (textOfReportRow(before) !== prepared.textBefore) return 'handled meanwhile'
      await unit.run(saveReport({ ...prepared.cells, ...key, leaseMs }))
      for (const findingNos of listsOf(prepared.removedNos)) await unit.run(deleteFindings({ ...key, findingNos }))
      unit.insert(insertFinding, prepared.findings.added)
      head.changeTable(summedReports, { added: [savedReportRow(before, prepared.cells)], removed: [before] })
      head.close()
      return 'saved'
    })
    if (outcome !== 'handled meanwhile') return outcome === 'saved'
  }
  throw new LostRaceError('findings of the report are handled all the time')
}

/** What saving a report changes. It holds as long as the text of the report is `textBefore`, which changes with each finding that is handled. */
async function prepare(reader: SqlReader, { sellerId, report, findings: found, nextDueMs }: SavedReport) {
  const key = { sellerId, dayText: report.day }
  const row = await reader.one(findReportRow(key))
  const rowsBefore = await reader.all(findAllFindings(key))
  const before = rowsBefore.map((one) => ({ row: one, finding: findingOfFullRow(one) }))
  const textsBefore = new Map(before.map(({ finding }) => [finding.findingNo, findingText(finding)]))
  const findings = numbered(
    found.map(keptFinding),
    before.map(({ finding }) => finding),
  )
  const texts = new Map(findings.map((finding) => [finding.findingNo, findingText(finding)]))
  const changed = findings.filter(({ findingNo }) => texts.get(findingNo) !== textsBefore.get(findingNo))
  const gone = before.filter(({ finding: { findingNo } }) => texts.get(findingNo) !== textsBefore.get(findingNo))
  const handledCount = findings.filter(({ handled }) => handled !== undefined).length
  return {
    textBefore: row && textOfReportRow(row),
    cells: computedCells({ ...keptReport(report), handledCount }, nextDueMs),
    removedNos: gone.map(({ finding }) => finding.findingNo),
    findings: {
      added: changed.map((finding) => encodeFinding(finding, { sellerId, day: report.day })),
      removed: gone.map((one) => one.row),
    },
  }
}

/**
 * A finding that the report had before keeps its number, and stays handled; others get the next numbers. One that was explained meanwhile, and
 * comes again, is open again.
 */
function numbered(findings: readonly Finding[], before: readonly KeptFinding[]): readonly KeptFinding[] {
  const byId = Map.groupBy(before, findingId)
  let newestNo = before.reduce((most, { findingNo }) => Math.max(most, findingNo), 0)
  return findings.map((finding) => {
    const was = byId.get(findingId(finding))?.shift()
    if (was === undefined) newestNo += 1
    return { ...finding, findingNo: was?.findingNo ?? newestNo, handled: was?.handled }
  })
}
