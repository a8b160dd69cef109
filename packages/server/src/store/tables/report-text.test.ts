import { expect, test } from 'vitest'
import { noCost } from '#domain/reconciliation/cost'
import type { KeptReport } from '#domain/reconciliation/day-reports'
import { headEnd, headOfText, reportOfText, reportTextOf, withHandled } from './report-text.ts'

const cost = {
  total: { ...noCost, redemptions: 2, redeemedFen: 700, netFen: 700 },
  byBearer: [{ key: '药厂', name: undefined, ...noCost, netFen: 700 }],
  byShop: [{ key: undefined, name: undefined, ...noCost, redeemedFen: 9, returnedFen: 2, netFen: 7 }],
  byTemplate: [{ key: '11', name: '满减\n“双十一”', ...noCost, unpriced: 3, unpricedFaceFen: 30 }],
}
const report = { day: '2026-11-24', handledCount: 1, findingCount: 3, cost } as unknown as KeptReport

test('a report is read as it was written, and its head without the costs by shop and template', () => {
  const text = reportTextOf(report)
  expect(reportOfText(text)).toEqual(report)
  const { byShop: _shops, byTemplate: _templates, ...ofHead } = cost
  expect(headOfText(text.slice(0, text.indexOf(headEnd)))).toEqual({ ...report, cost: ofHead })
})

test('a finding more is handled, and nothing else changes', () => {
  expect(reportOfText(withHandled(reportTextOf(report), 1))).toEqual({ ...report, handledCount: 2, marks: 1 })
})

test('a text of earlier commits is read, and counted in', () => {
  const { handledCount: _, ...before } = report
  const text = JSON.stringify(before)
  expect(reportOfText(text)).toEqual({ ...report, handledCount: 0 })
  expect(reportOfText(withHandled(text, 1))).toEqual({ ...report, marks: 1 })
})
