import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { changeDecided, readDecided } from './decisions-file.ts'
import { continueReport, writeReport } from './report-file.ts'

const run = { upstream: 'crm', sellerId: '1' }
const day = { day: '2026-11-24', skipped: { busy: 3 }, groups: [] }
let dataDir = ''

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-report-'))
  const written = { version: 2, port: 1, ...run, updatedAtMs: 0, startedAtMs: 5, rows: [], unlisted: 0 } as const
  writeReport({ dataDir, port: 1 }, written, [day])
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const shadow = () => join(dataDir, 'shadow')
const continued = (more = {}) => continueReport({ dataDir, port: 1 }, { ...run, nowMs: 9, ...more })

it('goes on with the report and its days', () => {
  expect(continued()).toMatchObject({ data: { startedAtMs: 5 }, days: [day] })
})

it('says from when to when a run that was killed may have missed calls', () => {
  expect(continued().data.gaps).toEqual([{ fromMs: 0, toMs: 9 }])
  const killed = { version: 2, port: 1, ...run, updatedAtMs: 8, waitingSinceMs: 3, startedAtMs: 5 } as const
  writeReport({ dataDir, port: 1 }, { ...killed, rows: [], unlisted: 0 }, [])
  expect(continued().data.gaps).toEqual([{ fromMs: 3, toMs: 9 }])
  const closed = {
    version: 2,
    port: 1,
    ...run,
    updatedAtMs: 0,
    startedAtMs: 5,
    rows: [],
    unlisted: 0,
    isClosed: true,
  } as const
  writeReport({ dataDir, port: 1 }, closed, [])
  expect(continued().data.gaps).toEqual([])
})

it('keeps the days of a damaged report, and the damaged file', async () => {
  await writeFile(join(shadow(), '1.json'), '{"ver')
  expect(continued()).toMatchObject({ data: { startedAtMs: 9 }, days: [day] })
  expect((await readdir(shadow())).toSorted()).toEqual(['1.days', '1.json.until-9'])
})

it('keeps the report of another upstream under another name', async () => {
  expect(continued({ upstream: 'other' })).toMatchObject({ data: { startedAtMs: 9 }, days: [] })
  expect((await readdir(shadow())).toSorted()).toEqual(['1.days.until-9', '1.json.until-9'])
})

it('keeps the decisions about another upstream under another name', async () => {
  const decided = { decisions: [], conditions: { days: 14 } }
  const other = { dataDir, port: 1, ...run, upstream: 'other' }
  changeDecided({ ...other, ...run }, 0, () => decided)
  changeDecided(other, 0, () => ({ decisions: [], conditions: {} }))
  expect(readDecided(other).conditions).toEqual({})
  const [kept = ''] = (await readdir(shadow())).filter((name) => name.startsWith('1.decisions.json.until-'))
  expect(JSON.parse(await readFile(join(shadow(), kept), 'utf8'))).toMatchObject({ ...run, ...decided })
})
