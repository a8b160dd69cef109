import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findingId, findingOf } from '#domain/findings/finding'
import { handleFinding } from '#domain/lifecycle/handle-finding'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { noCost } from '#domain/reconciliation/cost'
import type { DayReport } from '#domain/reconciliation/reconcile-day'
import { type LaneStore, openLaneStore } from '#testing/lane-store'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const sellerId = '111'
const day = '2026-11-24'
const cost = { total: noCost, byTemplate: [], byShop: [], byBearer: [] }
const report = { day, computedAtMs: 1, throughSeq: 1, pendingCount: 0, deadlineMs: 2, cost } as unknown as DayReport
const findings = Array.from({ length: 30 }, (_, place) =>
  findingOf({ kind: 'REDEEMED_NO_ORDER', orderId: `单-${place}` }, []),
)
let store: LaneStore
let leaseMs = 1

beforeAll(async () => {
  store = await openLaneStore(join(temporaryFolder(), 'reports.db'))
  await store.dayReports.takeLease({ sellerId, day, dueMs: undefined, untilMs: leaseMs })
  await save(findings)
})
afterAll(() => store?.close())

async function save(found: typeof findings): Promise<void> {
  store.clear()
  const saved = { sellerId, leaseMs, report, findings: found, nextDueMs: leaseMs + 1 }
  expect(await store.dayReports.saveReport(saved)).toBe(true)
  leaseMs += 1
}

const statementsOf = (part: string) => store.executed.filter(({ text }) => text.includes(part))

test('a report that is saved locks the head before any row, and writes the findings that changed', async () => {
  const other = findingOf({ kind: 'REDEEMED_NO_ORDER', orderId: 'new' }, [])
  await save([other, ...findings.slice(1)])
  expect(store.executed[0]?.text).toMatch(/SELECT .* FROM event_head/)
  expect(statementsOf('DELETE FROM reconciliation_finding')).toHaveLength(1)
  expect(statementsOf('INSERT INTO reconciliation_finding').flatMap(({ values }) => values)).toContain(31)
  expect(statementsOf('INSERT INTO reconciliation_finding').flatMap(({ values }) => values)).not.toContain(30)
  const kept = await store.dayReports.listFindings(sellerId, day, { after: 0, limit: 100 })
  expect(kept.map(({ orderId }) => orderId)).toEqual([...findings.slice(1), other].map(({ orderId }) => orderId))
})

test('a finding is handled without reading those of other orders', async () => {
  store.clear()
  const [, , asked] = findings
  const handling = { day, findingId: findingId(asked ?? findingOf({ kind: 'SUM_DIFFERS', orderId: '' }, [])) }
  const request = requestOf(sellerId)
  const done = { ...handling, note: 'n', isReopened: false, by: 'operator:li.na' }
  expect(await runAct(handleFinding, { lifecycle: store.lifecycle, request, ...done })).toMatchObject({ kind: 'done' })
  const reads = statementsOf('FROM reconciliation_finding')
  expect(reads).toHaveLength(2)
  for (const { text } of reads) expect(text).toMatch(/INSTR\(finding_text|finding_no = /)
  expect(await store.dayReports.findReport(sellerId, day)).toMatchObject({ handledCount: 1 })
})

test.each(['', 'none', '[]', '["REDEEMED_NO_ORDER",1]', 'null'])('the id %j names no finding', async (id) => {
  const request = requestOf(sellerId)
  const input = { day, findingId: id, note: 'n', isReopened: false, by: 'operator:li.na' }
  expect(await runAct(handleFinding, { lifecycle: store.lifecycle, request, ...input })).toMatchObject({
    refusal: { kind: 'unknown' },
  })
})
