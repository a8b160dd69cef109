/** What became of one check of a database. */
export type CheckResult = Readonly<{
  name: string
  /** Absent when it holds. */
  failure: string | undefined
  durationMs: number
}>

export type ConformanceRun = Readonly<{
  /** `mysql://…`; its user must be allowed to make and drop databases. */
  storeUrl: string
  /** Random lives of coupons that are compared with a model. */
  modelRuns: number
  /** Hears what the server calls itself, and the database that is made for the run. */
  onStart: (started: Readonly<{ version: string; database: string; checks: number }>) => void
  onResult: (result: CheckResult) => void
}>

/**
 * What the command calls of `@yaoquan/conformance`, which it loads where it is installed.
 * @returns how many checks failed
 */
export type RunConformance = (run: ConformanceRun) => Promise<number>
