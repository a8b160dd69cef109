/** What became of one check of a database. */
export type CheckResult = Readonly<{
  name: string
  /** Absent when it holds. */
  failure: string | undefined
  durationMs: number
}>

export type ConformanceStart = Readonly<{
  /** What the server calls itself. */
  version: string
  /** Settings of the server that bear on a store, as new sessions have them. Names that it does not know are missing. */
  settings: Readonly<Record<string, string>>
  database: string
  checks: number
}>

export type ConformanceRun = Readonly<{
  /** `mysql://…`; its user must be allowed to make and drop databases. */
  storeUrl: string
  /** Random lives of coupons that are compared with a model. */
  modelRuns: number
  /** Hears what the server is, and the database that is made for the run. */
  onStart: (started: ConformanceStart) => void
  onResult: (result: CheckResult) => void
}>

/**
 * What the command calls of `@yaoquan/conformance`, which it loads where it is installed.
 * @returns how many checks failed
 */
export type RunConformance = (run: ConformanceRun) => Promise<number>
