import { expect } from 'expect'
import { type Finding, findingId, handleFinding, listEvents, requestOf, runAct } from '#server/testing'
import { type Checks, together } from './programs.ts'
import { prepare, reconcile } from './reconciliation-checks.ts'

/** What every engine must do with findings that people handle. */
export const handledFindingChecks: Checks = {
  async 'findings that are handled while their report is saved stay handled'(programs) {
    const { one, sellerId } = programs
    await prepare(programs)
    const { report, findings } = await reconcile(one, sellerId, {})
    const { day } = report
    await one.dayReports.takeLease({ sellerId, day, dueMs: undefined, untilMs: 1 })
    const save = (leaseMs: number) => {
      return one.dayReports.saveReport({ sellerId, leaseMs, report, findings, nextDueMs: leaseMs + 1 })
    }
    expect(await save(1)).toBe(true)
    const kept = await one.dayReports.listFindings(sellerId, day, { after: 0, limit: 4 })
    for (const [place, finding] of kept.entries()) {
      const input = { day, findingId: findingId(finding), note: 'done', isReopened: false, by: 'operator:li.na' }
      const { lifecycleStore: lifecycle } = programs.at(place)
      const handling = runAct(handleFinding, { lifecycle, request: requestOf(sellerId), ...input })
      expect(await Promise.all([save(place + 2), handling])).toMatchObject([true, { kind: 'done' }])
    }
    const after = await one.dayReports.listFindings(sellerId, day, { after: 0, limit: 5 })
    expect(after.map(({ handled }) => handled?.note)).toEqual(['done', 'done', 'done', 'done', undefined])
    expect(await one.dayReports.findReport(sellerId, day)).toMatchObject({ handledCount: 4 })
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a finding that is handled stays so in later reports, until it is gone'(programs) {
    const { one, other, sellerId } = programs
    await prepare(programs)
    const { report, findings } = await reconcile(one, sellerId, {})
    const { day } = report
    let leaseMs = 1
    await one.dayReports.takeLease({ sellerId, day, dueMs: undefined, untilMs: leaseMs })
    const save = async (found: readonly Finding[]) => {
      const saved = { sellerId, leaseMs, report, findings: found, nextDueMs: leaseMs + 1 }
      expect(await one.dayReports.saveReport(saved)).toBe(true)
      leaseMs += 1
    }
    const handled = async () => {
      const kept = await other.dayReports.listFindings(sellerId, day, { after: 0, limit: 100 })
      const count = (await other.dayReports.findReport(sellerId, day))?.handledCount
      return [kept.flatMap((finding) => (finding.handled === undefined ? [] : [finding.handled.note])), count]
    }
    await save(findings)
    const [first, second] = (await one.dayReports.listFindings(sellerId, day, { after: 0, limit: 2 })).map(findingId)
    const handle = (id: string | undefined, isReopened = false) => {
      const input = { day, findingId: id ?? '', note: `done ${id}`, isReopened, by: 'operator:li.na' }
      return runAct(handleFinding, { lifecycle: other.lifecycleStore, request: requestOf(sellerId), ...input })
    }
    expect((await together(4, () => handle(first))).filter(({ kind }) => kind === 'done')).toHaveLength(1)
    expect(await handle(second)).toMatchObject({ kind: 'done' })
    expect(await handle('none')).toMatchObject({ kind: 'refused', refusal: { kind: 'unknown' } })
    const both = [[`done ${first}`, `done ${second}`], 2]
    expect(await handled()).toEqual(both)
    await save(findings.map((finding) => ({ ...finding, eventSeqs: [...finding.eventSeqs, 9_000] })))
    expect(await handled()).toEqual(both)
    expect(await handle(second, true)).toMatchObject({ kind: 'done' })
    expect(await handled()).toEqual([[`done ${first}`], 1])
    await save(findings.slice(1))
    await save(findings)
    expect(await handled()).toEqual([[], 0])
    const told = (await listEvents(one, sellerId)).filter(({ kind }) => kind === 'finding_handled')
    expect(told).toHaveLength(3)
    expect(JSON.parse(told[2]?.after ?? '')).toMatchObject({ day, handled: false })
    const { cost, ...figures } = (await one.dayReports.findReport(sellerId, day)) ?? {}
    const { byShop: _shops, byTemplate: _templates, ...ofHead } = cost ?? {}
    const head = { ...figures, cost: ofHead }
    expect(await one.dayReports.listReports(sellerId, { fromDay: day, toDay: day })).toEqual([head])
    expect(await one.dayReports.listReports(sellerId, { fromDay: '2026-11-25', toDay: '2026-11-30' })).toEqual([])
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },
}
