import { join } from 'node:path'
import { expect, it } from 'vitest'
import { maxShadowDecisions } from '#methods/console/shadow-methods'
import { changeDecided, readDecided } from '#shadow/report/decisions-file'
import { writeReport } from '#shadow/report/report-file'
import { temporaryFolder } from '#testing/temporary-folder'
import { decideStatus } from './decide-status.ts'
import { readStatuses } from './status-map.ts'

const run = { port: 1, upstream: 'crm.example', sellerId: '111' }
const kind = 'learning:status:1/-'
const mapped = { status: '1', means: 'used', reason: 'r', by: 'ops', atMs: 10 } as const

/** A run whose answers have a status that nobody has mapped. */
function runIn(name: string) {
  const dataDir = join(temporaryFolder(), name)
  const example = { appKey: 'erp', couponCode: 'A', upstream: '1', ours: '' }
  const row = {
    class: 'learning',
    kind,
    method: 'a.b',
    name: 'status',
    count: 1,
    firstAtMs: 5,
    lastAtMs: 5,
    example,
  } as const
  const report = { ...run, version: 2, startedAtMs: 1, updatedAtMs: 5, unlisted: 0, rows: [row] } as const
  writeReport({ dataDir, port: 1 }, report, [])
  return { ...run, dataDir }
}

it('accepts the class of a status so far, once a person said what it means', () => {
  const place = runIn('accepted')
  expect(decideStatus(place, mapped, () => 11)).toBe('done')
  expect(readStatuses(place)).toEqual([mapped])
  expect(readDecided(place).decisions).toMatchObject([{ act: 'accept', named: kind, isSoFar: true, atMs: 11 }])
})

it('says that the class stays open where a run has too many decisions, and maps the status', () => {
  const place = runIn('full')
  const other = { act: 'withdraw', named: 'missing', isSoFar: false, reason: 'r', by: 'ops', atMs: 1 } as const
  changeDecided(place, 1, (decided) => ({ ...decided, decisions: Array(maxShadowDecisions).fill(other) }))
  expect(decideStatus(place, mapped, () => 11)).toBe('decisions-full')
  expect(readStatuses(place)).toEqual([mapped])
})
