import { maxShadowDecisions } from '#methods/console/shadow-methods'
import { maskNumbers } from '#shadow/run/mask-numbers'
import { acceptances, type Conditions, changeDecided, type Decision } from './decisions-file.ts'
import { isOfKind } from './deviation.ts'
import type { WrittenReport } from './report-file.ts'

/** `unknown`: no deviation is of the class; `not-accepted`: there is nothing to withdraw; `full`: there are too many decisions. */
export type DecisionOutcome =
  | Readonly<{ kind: 'done'; decision: Decision }>
  | Readonly<{ kind: 'unknown'; kinds: readonly string[] }>
  | Readonly<{ kind: 'not-accepted' }>
  | Readonly<{ kind: 'full'; most: number }>

const maxByLength = 80

/**
 * Accepts a class of deviations, or withdraws that. Phones and other long numbers in the reason are masked.
 * @param report as it was just read
 * @throws DecisionsBusy, DamagedDecisions, or an Error of the system
 */
export function decide(dataDir: string, report: WrittenReport, decision: Decision): DecisionOutcome {
  const { act, named, atMs } = decision
  // A mistyped class would hide nothing today and something later.
  if (act === 'accept' && !report.rows.some(({ kind }) => isOfKind(kind, named))) {
    return { kind: 'unknown', kinds: [...new Set(report.rows.map(({ kind }) => kind))] }
  }
  const shown = { ...decision, reason: maskNumbers(decision.reason), by: decision.by.slice(0, maxByLength) }
  let outcome: DecisionOutcome = { kind: 'done', decision: shown }
  changeDecided({ ...report, dataDir }, atMs, (decided) => {
    const { decisions } = decided
    if (act === 'withdraw' && !acceptances(decisions).some((accepted) => accepted.named === named)) {
      outcome = { kind: 'not-accepted' }
      return decided
    }
    if (decisions.length >= maxShadowDecisions) {
      outcome = { kind: 'full', most: maxShadowDecisions }
      return decided
    }
    return { ...decided, decisions: [...decisions, shown] }
  })
  return outcome
}

/**
 * Sets conditions of the switch.
 * @param change from those of now, which others may have changed since the report was read
 * @returns the conditions that hold from now on
 * @throws DecisionsBusy, DamagedDecisions, or an Error of the system
 */
export function setConditions(
  { dataDir, report, nowMs }: Readonly<{ dataDir: string; report: WrittenReport; nowMs: number }>,
  change: (conditions: Conditions) => Conditions,
): Conditions {
  return changeDecided({ ...report, dataDir }, nowMs, (decided) => ({
    ...decided,
    conditions: change(decided.conditions),
  })).conditions
}
