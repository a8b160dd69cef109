import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyReport, type ReportData } from './shadow-report.ts'

/** A report as it is on disk. */
export type StoredReport = ReportData &
  Readonly<{
    version: 1
    /** Port of the shadow run, of which a folder may have several. */
    port: number
    /** `Host` of the upstream. */
    upstream: string
    sellerId: string
    /** Epoch milliseconds. */
    updatedAtMs: number
  }>

export type ReportPlace = Readonly<{ dataDir: string; port: number }>

const folderOf = (dataDir: string) => join(dataDir, 'shadow')
const fileOf = ({ dataDir, port }: ReportPlace) => join(folderOf(dataDir), `${port}.json`)

/** Replaces the report of a shadow run. @throws Error of the system */
export function writeReport(place: ReportPlace, report: StoredReport): void {
  mkdirSync(folderOf(place.dataDir), { recursive: true, mode: 0o700 })
  const file = fileOf(place)
  writeFileSync(`${file}.new`, JSON.stringify(report), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** @returns the report of an earlier run of the same upstream and seller, to be continued; otherwise an empty one */
export function continueReport(
  place: ReportPlace,
  run: Readonly<{ upstream: string; sellerId: string; nowMs: number }>,
): ReportData {
  const earlier = read(fileOf(place))
  const isSame = earlier?.upstream === run.upstream && earlier.sellerId === run.sellerId
  return isSame ? earlier : emptyReport(run.nowMs)
}

/** The reports of all shadow runs of a data folder, in the order of their ports. */
export function listReports(dataDir: string): readonly StoredReport[] {
  return names(dataDir)
    .flatMap((name) => read(join(folderOf(dataDir), name)) ?? [])
    .toSorted((left, right) => left.port - right.port)
}

function names(dataDir: string): readonly string[] {
  try {
    return readdirSync(folderOf(dataDir)).filter((name) => /^\d+\.json$/.test(name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** @returns undefined for a file that is missing, damaged or of another version: what it counted is lost, and no call depends on it */
function read(file: string): StoredReport | undefined {
  try {
    const report: StoredReport = JSON.parse(readFileSync(file, 'utf8'))
    return report.version === 1 && Array.isArray(report.groups) && Array.isArray(report.rows) ? report : undefined
  } catch {
    return undefined
  }
}
