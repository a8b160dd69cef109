import { shadowRouteNames, skipReasonNames, unreadableReasonNames } from '@yaoquan/api'
import { formatTimestamp } from '@yaoquan/protocol'
import type { ShownShadows } from '#methods/console/shadow-methods'
import type { RunSwitch } from '#shadow/routes/switch-state'
import type { Decision } from './decisions-file.ts'
import { type CallChoice, daysOf, type Figures, figuresOf } from './figures.ts'
import { addCounts, nothingLearned } from './learning-counts.ts'
import type { StoredReport } from './report-file.ts'

type Shown = ShownShadows[number]

const maxDays = 60
const maxDeviations = 200
const maxGaps = 5

/** A shadow run as the console's method answers it. @param choice of which calls its days have */
export function shownRun(report: StoredReport, choice: CallChoice = {}): Shown {
  const { port, upstream, startedAtMs, updatedAtMs, gaps = [], unlisted, learned, switching } = report
  const figures = figuresOf(report)
  const { calls, agreement, coverage, openClasses, skipped, days, groups, open, accepted, rules, covered } = figures
  const deviations = [
    ...open.map((row) => shownRow(row)),
    ...accepted.map(({ decision, ...row }) => ({ ...shownRow(row), decision: shownDecision(decision) })),
  ]
  return {
    port,
    upstream,
    startedAt: formatTimestamp(startedAtMs),
    updatedAt: formatTimestamp(updatedAtMs),
    ...calls,
    gaps: gaps
      .slice(-maxGaps)
      .toReversed()
      .map(({ fromMs, toMs }) => ({ from: formatTimestamp(fromMs), to: formatTimestamp(toMs) })),
    agreement: agreement?.toFixed(2),
    coverage: coverage?.toFixed(2),
    openClasses,
    skipped: skipReasonNames.flatMap((reason) => {
      const count = skipped[reason]
      return count === undefined ? [] : [{ reason, calls: count }]
    }),
    days: daysOf(days.slice(-maxDays), choice),
    groups,
    sellers: figures.sellers,
    deviations: deviations.slice(0, maxDeviations),
    unlisted: unlisted + Math.max(0, deviations.length - maxDeviations),
    conditions: figures.conditions.map(({ name, goal, figure, isMet }) => {
      return { name, goal: String(goal), figure: String(figure), isMet }
    }),
    covered: (['coupons', 'members'] as const).flatMap((of) => {
      return covered[of].seen === 0 ? [] : [{ of, ...covered[of] }]
    }),
    rules: rules.map(({ name, count, of, couponCode }) => ({ name, count, of, couponCode: couponCode || undefined })),
    learned: learned && addCounts(nothingLearned, learned),
    ...shownSwitch(switching),
  }
}

function shownSwitch({ routes, isDamaged, isInForce, state, refused }: RunSwitch) {
  const { waiting = 0, oldestAtMs, delivered = 0 } = state?.mirror ?? {}
  return {
    ours: state?.ours,
    routesInForce: isInForce,
    routesDamaged: isDamaged,
    routesProblem: state?.problem,
    seesLess: state?.seesLess?.zh,
    seesLessEn: state?.seesLess?.en,
    routes: routes.map(({ appKey, method, to, reason, by, atMs, unrecordedFrom }) => {
      return { appKey, method, to, reason, by, at: formatTimestamp(atMs), isRecorded: unrecordedFrom === undefined }
    }),
    routed: shadowRouteNames.flatMap((route) => {
      const calls = state?.routed[route]
      return calls === undefined ? [] : [{ route, calls }]
    }),
    onlyOurs: Object.entries(state?.onlyOurs ?? {}).map(([method, calls]) => ({ method, calls })),
    waiting,
    oldestWaiting: oldestAtMs === undefined ? undefined : formatTimestamp(oldestAtMs),
    delivered,
    refused: refused.map(({ appKey, method, code, subCode, count: calls, lastAtMs }) => {
      return { appKey, method, code, subCode, calls, lastAt: formatTimestamp(lastAtMs) }
    }),
    notRouted: unreadableReasonNames.flatMap((reason) => {
      const calls = state?.unread[reason]
      return calls === undefined ? [] : [{ reason, calls }]
    }),
  }
}

function shownRow(row: Figures['open'][number]): Shown['deviations'][number] {
  const { class: ofClass, kind, method, count, firstAtMs, lastAtMs, example } = row
  return {
    class: ofClass,
    kind,
    method,
    count,
    firstAt: formatTimestamp(firstAtMs),
    lastAt: formatTimestamp(lastAtMs),
    appKey: example.appKey,
    couponCode: example.couponCode || undefined,
    upstream: example.upstream || undefined,
    ours: example.ours || undefined,
  }
}

function shownDecision({ named: kind, isSoFar: soFar, reason, by, atMs }: Decision) {
  return { kind, soFar, reason, by, at: formatTimestamp(atMs) }
}
