import type { ShadowDecision, ShadowOutcome, ShadowRuns } from '#methods/console/shadow-methods'
import { decide, setConditions } from './decide.ts'
import { DecisionsBusy } from './decisions-file.ts'
import { figuresOf } from './figures.ts'
import { listReports, type StoredReport } from './report-file.ts'
import { shownRun } from './shown-run.ts'

/** The shadow runs of a data folder, for the console. */
export function createShadowRuns(dataDir: string): ShadowRuns {
  const ofSeller = (sellerId: string) => listReports(dataDir).filter((report) => report.sellerId === sellerId)
  const change = (
    { sellerId, port }: Pick<ShadowDecision, 'sellerId' | 'port'>,
    act: (report: StoredReport) => ShadowOutcome,
  ) => {
    const report = ofSeller(sellerId).find((one) => one.port === port)
    if (report === undefined) return 'not-found'
    try {
      return act(report)
    } catch (error) {
      if (error instanceof DecisionsBusy) return 'busy'
      throw error
    }
  }
  return {
    list: (sellerId) => ofSeller(sellerId).map((report) => shownRun(report, figuresOf(report))),
    decide({ kind: named, isWithdrawn, isSoFar, reason, by, nowMs: atMs, ...place }) {
      const act = isWithdrawn ? 'withdraw' : 'accept'
      return change(place, (report) => decide(dataDir, report, { act, named, isSoFar, reason, by, atMs }).kind)
    },
    setConditions({ conditions, nowMs, ...place }) {
      return change(place, (report) => {
        setConditions({ dataDir, report, nowMs }, () => conditions)
        return 'done'
      })
    },
  }
}
