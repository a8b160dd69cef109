import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '#database/sqlite/synced-file'
import { type RunSwitch, readSwitch } from '#shadow/routes/switch-state'
import { setAside } from '#shadow/run/decided-run'
import type { DayCounts } from './day-counts.ts'
import { type Decided, readDecided } from './decisions-file.ts'
import { emptyReport, type Gap, type ReportData } from './shadow-report.ts'

/** A report as it is on disk. */
export type WrittenReport = ReportData &
  Readonly<{
    version: 2
    /** Port of the shadow run, of which a folder may have several. */
    port: number
    /** `Host` of the upstream. */
    upstream: string
    sellerId: string
    /** Epoch milliseconds. */
    updatedAtMs: number
    /** Time of the oldest call that waits to be counted, epoch milliseconds. */
    waitingSinceMs?: number | undefined
    /** Whether it has all that the run counted, since the run was ended rather than killed. */
    isClosed?: boolean | undefined
  }>

/** All that is known of a shadow run. */
export type StoredReport = WrittenReport & Decided & Readonly<{ days: readonly DayCounts[]; switching: RunSwitch }>

type Run = Pick<WrittenReport, 'upstream' | 'sellerId'>

/** A day as it is on disk. */
type WrittenDay = DayCounts & Run

export type ReportPlace = Readonly<{ dataDir: string; port: number }>

/** A file a day. Older ones are removed. */
const maxDays = 400
const maxGaps = 50

const folderOf = (dataDir: string) => join(dataDir, 'shadow')
export const reportFileOf = ({ dataDir, port }: ReportPlace) => join(folderOf(dataDir), `${port}.json`)
export const daysFolderOf = ({ dataDir, port }: ReportPlace) => join(folderOf(dataDir), `${port}.days`)

/** Replaces the report of a shadow run, then the days that have changed: who reads in the other order sees no count without its row. @throws Error of the system */
export function writeReport(place: ReportPlace, report: WrittenReport, days: readonly DayCounts[]): void {
  mkdirSync(daysFolderOf(place), { recursive: true, mode: 0o700 })
  const { upstream, sellerId } = report
  writeJson(reportFileOf(place), report)
  for (const day of days) {
    const written: WrittenDay = { ...day, upstream, sellerId }
    writeJson(join(daysFolderOf(place), `${day.day}.json`), written)
  }
  for (const name of dayFiles(place).slice(0, -maxDays)) rmSync(join(daysFolderOf(place), name), { force: true })
}

/**
 * What cannot be continued gets another name, so that no fault of a person or a disk removes it.
 * @returns the report of an earlier run of the same upstream and seller, to be continued; of a damaged one its days; otherwise an empty one
 */
export function continueReport(
  place: ReportPlace,
  run: Run & Readonly<{ nowMs: number }>,
): Readonly<{ data: ReportData; days: readonly DayCounts[] }> {
  const earlier = read(reportFileOf(place))
  const days = readDays(place).filter((day) => isOf(run, day))
  if (earlier !== undefined && isOf(run, earlier)) return { data: { ...earlier, gaps: gapsOf(earlier, run) }, days }
  setAside(reportFileOf(place), run.nowMs)
  if (days.length === 0) setAside(daysFolderOf(place), run.nowMs)
  return { data: emptyReport(run.nowMs), days }
}

/** Removes what `continueReport` gave another name. */
export function removeReportsSetAside({ dataDir, port }: ReportPlace): void {
  const folder = folderOf(dataDir)
  const ofPort = names(folder, /^\d+\.json\.until-\d+$/).filter((name) => name.startsWith(`${port}.json.`))
  for (const name of ofPort) rmSync(join(folder, name), { force: true })
}

function gapsOf(
  { gaps = [], updatedAtMs, waitingSinceMs = updatedAtMs, isClosed }: WrittenReport,
  { nowMs }: { nowMs: number },
): readonly Gap[] {
  return isClosed === true
    ? gaps
    : [...gaps, { fromMs: Math.min(waitingSinceMs, updatedAtMs), toMs: nowMs }].slice(-maxGaps)
}

function isOf(run: Run, { upstream, sellerId }: Run): boolean {
  return upstream === run.upstream && sellerId === run.sellerId
}

/** The reports of all shadow runs of a data folder, in the order of their ports. @throws DamagedDecisions */
export function listReports(dataDir: string): readonly StoredReport[] {
  return listRuns(dataDir).flatMap((run) => reportOf(dataDir, run) ?? [])
}

/** What `listReports` gives, without decisions and days. */
export function listRuns(dataDir: string): readonly WrittenReport[] {
  return names(folderOf(dataDir), /^\d+\.json$/)
    .flatMap((name) => read(join(folderOf(dataDir), name)) ?? [])
    .toSorted((left, right) => left.port - right.port)
}

/** A run with its decisions and days, as they are now; undefined where its report is gone. @throws DamagedDecisions */
export function reportOf(dataDir: string, { port }: WrittenReport): StoredReport | undefined {
  const place = { dataDir, port }
  const days = readDays(place)
  const run = read(reportFileOf(place))
  if (run === undefined) return undefined
  const decidedRun = { ...run, dataDir }
  return {
    ...run,
    ...readDecided(decidedRun),
    days: days.filter((day) => isOf(run, day)),
    switching: readSwitch(decidedRun),
  }
}

/** Reports of all runs that had the place. */
function readDays(place: ReportPlace): readonly WrittenDay[] {
  return dayFiles(place).flatMap((name) => {
    const day: WrittenDay | undefined = readJson(join(daysFolderOf(place), name))
    return day !== undefined && Array.isArray(day.groups) ? [day] : []
  })
}

/** The oldest first. */
function dayFiles(place: ReportPlace): readonly string[] {
  return names(daysFolderOf(place), /^\d{4}-\d\d-\d\d\.json$/).toSorted()
}

function names(folder: string, form: RegExp): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => form.test(name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}

function read(file: string): WrittenReport | undefined {
  const report: WrittenReport | undefined = readJson(file)
  return report?.version === 2 && Array.isArray(report.rows) ? report : undefined
}

/** @returns undefined for a file that is missing, damaged or of another version: what it counted is lost, and no call depends on it */
function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function writeJson(file: string, value: unknown): void {
  writeDurably(file, Buffer.from(JSON.stringify(value)))
}
