import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lockFile } from '#database/sqlite/lock-file'
import { changeRoutes } from '#shadow/routes/routes-file'
import { temporaryFolder } from '#testing/temporary-folder'
import { writeReport } from './report-file.ts'
import { createShadowRuns } from './shadow-runs.ts'

const atMs = Date.parse('2026-11-24T12:00:00+08:00')
const verdicts = { seen: 12, compared: 10, agreed: 7, deviated: { 'field:end_date': 2, missing: 1 } }
const row = (kind: string, name: string) => ({
  class: kind.split(':')[0] === 'missing' ? ('missing' as const) : ('field' as const),
  kind,
  method: 'a.b',
  name,
  count: 2,
  firstAtMs: atMs,
  lastAtMs: atMs,
  example: { appKey: 'erp', couponCode: 'A', upstream: '2026-12-31', ours: '' },
})

/** A run of seller 1 on port 1, and one of seller 2 on port 2. */
function twoRuns(name: string) {
  const dataDir = join(temporaryFolder(), name)
  for (const [port, sellerId] of [
    [1, '1'],
    [2, '2'],
  ] as const) {
    writeReport(
      { dataDir, port },
      {
        version: 2,
        port,
        upstream: 'crm.example',
        sellerId,
        startedAtMs: atMs,
        updatedAtMs: atMs,
        unlisted: 0,
        rows: [row('field:end_date', 'end_date'), row('missing', '')],
      },
      [{ day: '2026-11-24', skipped: { busy: 2 }, groups: [{ method: 'a.b', appKey: 'erp', ...verdicts }] }],
    )
  }
  return { dataDir, runs: createShadowRuns(dataDir) }
}

const accept = { sellerId: '1', port: 1, isWithdrawn: false, isSoFar: false, by: 'owner', nowMs: atMs + 1 }

it('shows the latest times whose calls may not be counted, and which route has no event yet', async () => {
  const { dataDir, runs } = twoRuns('gaps')
  const run = { port: 1, upstream: 'crm.example', sellerId: '1' }
  const gaps = Array.from({ length: 6 }, (_, n) => ({ fromMs: atMs + n * 1_000, toMs: atMs + n * 1_000 + 500 }))
  const report = { ...run, version: 2, startedAtMs: atMs, updatedAtMs: atMs, unlisted: 0, rows: [], gaps } as const
  writeReport({ dataDir, port: 1 }, report, [])
  const route = { to: 'compare', reason: 'r', by: 'owner', atMs } as const
  await changeRoutes({ ...run, dataDir }, atMs, async () => [
    { ...route, appKey: 'a' },
    { ...route, appKey: 'b', unrecordedFrom: 'ours' },
  ])
  const [shown] = runs.list('1')
  expect(shown).toMatchObject({
    gaps: ['05', '04', '03', '02', '01'].map((second) => ({ from: `2026-11-24 12:00:${second}` })),
    routes: [{ isRecorded: true }, { isRecorded: false }],
  })
})

it('shows a seller its own runs, with what was accepted and what is missing', () => {
  const { runs } = twoRuns('shown')
  expect(runs.decide({ ...accept, kind: 'field', reason: '电话 18612255668 已核对' })).toBe('done')
  expect(runs.setConditions({ ...accept, conditions: { calls: 10, openClasses: 0 } })).toBe('done')
  const [run, ...others] = runs.list('1')
  expect(others).toEqual([])
  expect(run).toMatchObject({
    port: 1,
    startedAt: '2026-11-24 12:00:00',
    compared: 10,
    agreed: 7,
    accepted: 2,
    agreement: '90.00',
    coverage: '83.33',
    openClasses: 1,
    skipped: [{ reason: 'busy', calls: 2 }],
    deviations: [
      { kind: 'missing', ours: undefined },
      { kind: 'field:end_date', decision: { kind: 'field', by: 'owner', reason: '电话 186****5668 已核对' } },
    ],
    conditions: [
      { name: 'calls', goal: '10', figure: '10', isMet: true },
      { name: 'openClasses', goal: '0', figure: '1', isMet: false },
    ],
  })
  expect(runs.list('2')).toMatchObject([{ port: 2, accepted: 0, conditions: [] }])
})

it('refuses decisions that mean nothing, and those about runs of others', () => {
  const { runs } = twoRuns('refused')
  const reason = 'r'
  expect(runs.decide({ ...accept, kind: 'fie', reason })).toBe('unknown')
  expect(runs.decide({ ...accept, kind: 'field', isWithdrawn: true, reason })).toBe('not-accepted')
  expect(runs.decide({ ...accept, port: 2, kind: 'field', reason })).toBe('not-found')
  expect(runs.setConditions({ ...accept, port: 2, conditions: {} })).toBe('not-found')
  expect(runs.list('1')).toMatchObject([{ accepted: 0, conditions: [] }])
})

it('loses no decision to another process that writes at the same moment', () => {
  const { dataDir, runs } = twoRuns('busy')
  const unlock = lockFile(join(dataDir, 'shadow', '1.decisions.json.lock'))
  expect(runs.decide({ ...accept, kind: 'missing', reason: 'r' })).toBe('busy')
  unlock()
  expect(runs.list('1')).toMatchObject([{ accepted: 0 }])
  expect(runs.decide({ ...accept, kind: 'missing', reason: 'r' })).toBe('done')
  expect(runs.list('1')).toMatchObject([{ accepted: 1 }])
})

it.each(['{"ver', 'null', '{"version":1,"upstream":"crm.example","sellerId":"1"}'])(
  'says that a file of decisions is damaged, replaces none, and shows others theirs: %s',
  async (text) => {
    const { dataDir, runs } = twoRuns(`damaged-${text.length}`)
    const file = join(dataDir, 'shadow', '1.decisions.json')
    await writeFile(file, text)
    expect(runs.list('1')).toBe('damaged')
    expect(runs.decide({ ...accept, kind: 'missing', reason: 'r' })).toBe('damaged')
    expect(await readFile(file, 'utf8')).toBe(text)
    expect(runs.list('2')).toMatchObject([{ port: 2 }])
  },
)

it('reads the days again only after the run or a person wrote', async () => {
  const { dataDir, runs } = twoRuns('remembered')
  const [first] = runs.list('1')
  expect(runs.list('1')[0]).toBe(first)
  expect(runs.list('1', { appKey: 'other' })).toMatchObject([{ compared: 10, days: [{ compared: 0 }] }])
  expect(runs.list('1')[0]).toBe(first)
  await rm(join(dataDir, 'shadow', '1.days'), { recursive: true })
  expect(runs.list('1')).toMatchObject([{ compared: 0 }])
  runs.setConditions({ ...accept, conditions: { calls: 10 } })
  expect(runs.list('1')).toMatchObject([{ compared: 0, conditions: [{ name: 'calls' }] }])
})
