import type { CostLine } from '#domain/reconciliation/cost'
import type { KeptReport, ReportHead } from '#domain/reconciliation/day-reports'

/** Ends the head in the text of a report. JSON has no line ends, so it occurs nowhere else. */
export const headEnd = '\n'

/**
 * The text of a report in its row: the head as JSON, and a line of JSON each for the costs by shop and by template. Lists of days and sums by
 * month or bearer read the head alone; costs of thousands of shops come after it, without the names of their members.
 */
export function reportTextOf({ cost: { byShop, byTemplate, ...ofHead }, ...report }: KeptReport): string {
  const head = JSON.stringify({ ...report, cost: ofHead })
  return [head, textOfLines(byShop), textOfLines(byTemplate)].join(headEnd)
}

/** Reads what `reportTextOf` wrote. Only this program writes it, so the type is not checked. Earlier commits wrote all as one JSON. */
export function reportOfText(text: string): KeptReport {
  const [head = '', byShop, byTemplate] = text.split(headEnd)
  const report: KeptReport = { ...noneHandled, ...JSON.parse(head) }
  if (byShop === undefined || byTemplate === undefined) return report
  return { ...report, cost: { ...report.cost, byShop: linesOf(byShop), byTemplate: linesOf(byTemplate) } }
}

/** Reads the head of such a text. */
export function headOfText(head: string): ReportHead {
  return { ...noneHandled, ...JSON.parse(head) }
}

/** Reports of before findings could be handled have no count of them. */
const noneHandled = { handledCount: 0 }

/** Counts a finding more or less as handled, without decoding the costs. */
export function withHandled(text: string, change: 1 | -1): string {
  const [head = '', ...costs] = text.split(headEnd)
  const report = headOfText(head)
  const { handledCount, marks = 0 } = report
  return [JSON.stringify({ ...report, handledCount: handledCount + change, marks: marks + 1 }), ...costs].join(headEnd)
}

function textOfLines(lines: readonly CostLine[]): string {
  return JSON.stringify(
    lines.map(({ key, name, redemptions, redeemedFen, returns, returnedFen, unpriced, unpricedFaceFen }) => {
      return [key, name, redemptions, redeemedFen, returns, returnedFen, unpriced, unpricedFaceFen]
    }),
  )
}

type WrittenLine = readonly [string | null, string | null, number, number, number, number, number, number]

function linesOf(text: string): readonly CostLine[] {
  const written: readonly WrittenLine[] = JSON.parse(text)
  return written.map(([key, name, redemptions, redeemedFen, returns, returnedFen, unpriced, unpricedFaceFen]) => ({
    key: key ?? undefined,
    name: name ?? undefined,
    redemptions,
    redeemedFen,
    returns,
    returnedFen,
    netFen: redeemedFen - returnedFen,
    unpriced,
    unpricedFaceFen,
  }))
}
