import { statSync } from 'node:fs'
import type { ShadowDecision, ShadowOutcome, ShadowRouteWish, ShadowRuns } from '#methods/console/shadow-methods'
import { changeRoute } from '#shadow/routes/change-route'
import { DamagedRoutes, routesFileOf } from '#shadow/routes/routes-file'
import { switchStateFileOf } from '#shadow/routes/switch-state'
import { DecisionsBusy } from '#shadow/run/decided-run'
import { decide, setConditions } from './decide.ts'
import { DamagedDecisions, decisionsFileOf } from './decisions-file.ts'
import type { CallChoice } from './figures.ts'
import { daysFolderOf, listRuns, reportFileOf, reportOf, type WrittenReport } from './report-file.ts'
import { shownRun } from './shown-run.ts'

type Shown = ReturnType<typeof shownRun>

/** The crawls of a data folder. */
export type Crawls = Readonly<{
  /** Where the latest one is written. */
  file: string
  /** The latest one, if it is of the CRM and the seller of a run. */
  of(run: Pick<WrittenReport, 'upstream' | 'sellerId'>): Shown['crawl']
}>

/** The shadow runs of a data folder, for the console. */
export function createShadowRuns(dataDir: string, crawls?: Crawls): ShadowRuns {
  const ofSeller = (sellerId: string) => listRuns(dataDir).filter((run) => run.sellerId === sellerId)
  const shown = remembering(dataDir, crawls, (run, choice) => {
    const report = reportOf(dataDir, run)
    return report && { ...shownRun(report, choice), crawl: crawls?.of(run) }
  })
  const change = (
    { sellerId, port }: Pick<ShadowDecision, 'sellerId' | 'port'>,
    act: (run: WrittenReport) => ShadowOutcome,
  ) => {
    const run = ofSeller(sellerId).find((one) => one.port === port)
    return run === undefined ? 'not-found' : unlessBusy(() => unlessDamaged(() => act(run)))
  }
  return {
    list: (sellerId, choice) => unlessDamaged(() => ofSeller(sellerId).flatMap((run) => shown(run, choice) ?? [])),
    decide({ kind: named, isWithdrawn, isSoFar, reason, by, nowMs: atMs, ...place }) {
      const act = isWithdrawn ? 'withdraw' : 'accept'
      return change(place, (run) => decide(dataDir, run, { act, named, isSoFar, reason, by, atMs }).kind)
    },
    setConditions({ conditions, nowMs, ...place }) {
      return change(place, (report) => {
        setConditions({ dataDir, report, nowMs }, () => conditions)
        return 'done'
      })
    },
    route: (wish, record) => routeRun(wish, record),
  }

  async function routeRun(
    { sellerId, port, nowMs: atMs, ...wanted }: ShadowRouteWish,
    record: Parameters<ShadowRuns['route']>[1],
  ): Promise<ShadowOutcome> {
    const run = ofSeller(sellerId).find((one) => one.port === port)
    if (run === undefined) return 'not-found'
    try {
      return (await changeRoute({ ...run, dataDir }, { ...wanted, atMs }, record)).kind
    } catch (error) {
      if (error instanceof DamagedRoutes) return 'routes-damaged'
      if (error instanceof DecisionsBusy) return 'busy'
      throw error
    }
  }
}

function unlessDamaged<T>(run: () => T): T | 'damaged' {
  try {
    return run()
  } catch (error) {
    if (error instanceof DamagedDecisions) return 'damaged'
    throw error
  }
}

function unlessBusy<T>(run: () => T): T | 'busy' {
  try {
    return run()
  } catch (error) {
    if (error instanceof DecisionsBusy) return 'busy'
    throw error
  }
}

/** Reads a run again only after its report, its days, its decisions or the crawl changed: 400 days of many apps are some 50 ms of the one thread. */
function remembering(
  dataDir: string,
  crawls: Crawls | undefined,
  read: (run: WrittenReport, choice: CallChoice | undefined) => Shown | undefined,
): typeof read {
  /** Reports by port, all calls and the latest choice apart: the console requests both in turn. */
  const known = new Map<string, Readonly<{ state: string; shown: Shown }>>()
  return (run, choice) => {
    const place = { dataDir, port: run.port }
    const files = [reportFileOf, decisionsFileOf, daysFolderOf, routesFileOf, switchStateFileOf]
    const state = [...files.map((fileOf) => fileOf(place)), ...(crawls === undefined ? [] : [crawls.file])]
      .map(stateOf)
      .concat(JSON.stringify(choice ?? {}))
      .join(' ')
    const key = `${run.port} ${choice?.method === undefined && choice?.appKey === undefined ? 'all' : 'chosen'}`
    const found = known.get(key)
    if (found?.state === state) return found.shown
    const shown = read(run, choice)
    if (shown !== undefined) known.set(key, { state, shown })
    return shown
  }
}

/** Each write makes another file. */
function stateOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false })
  return found === undefined ? '-' : `${found.ino}:${found.mtimeMs}:${found.size}`
}
