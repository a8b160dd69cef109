import {
  type ShadowConditionName,
  type SkipReason,
  shadowConditionNames,
  shadowConditions,
  skipReasonNames,
} from '@yaoquan/api'
import { type Coverage, coverageOf } from './coverage-counts.ts'
import { type CallGroup, type DayCounts, otherKinds } from './day-counts.ts'
import { acceptanceOf, acceptances, type Decision, isAcceptedOn } from './decisions-file.ts'
import type { StoredReport } from './report-file.ts'
import { type SeenRule, unwrittenRules } from './rule-counts.ts'
import type { DeviationRow } from './shadow-report.ts'

/** Calls by verdict. */
export type Verdicts = Readonly<{
  seen: number
  compared: number
  agreed: number
  /** Calls that agreed only at a second look. */
  timing: number
  /** Those that deviate, and only in accepted kinds. */
  accepted: number
}>

export type Condition = Readonly<{
  name: ShadowConditionName
  goal: number
  figure: number
  /** Whether the figure must not exceed the goal, rather than reach it. */
  isLimit: boolean
  isMet: boolean
}>

/** The calls of a method by an app. */
export type GroupFigures = Verdicts & Readonly<{ method: string; appKey: string }>

export type DayFigures = Verdicts & Readonly<{ day: string; groups: readonly GroupFigures[] }>

export type Figures = Readonly<{
  calls: Verdicts
  skipped: DayCounts['skipped']
  days: readonly DayFigures[]
  groups: readonly GroupFigures[]
  open: readonly DeviationRow[]
  /** Kinds that are not accepted, also those whose rows are lost or found no place. */
  openClasses: number
  accepted: readonly (DeviationRow & Readonly<{ decision: Decision }>)[]
  /** Which coupons and members were compared. */
  covered: Coverage
  /** Figures by seller, where several share the CRM of today; the most calls first. */
  sellers: readonly (Verdicts & Readonly<{ sellerId: string }>)[]
  /** What today's CRM does that Yaoquan does not, with the setting that ends it where there is one. */
  rules: readonly SeenRule[]
  /** Percent, rounded down; undefined where there is no call to divide by. */
  agreement: number | undefined
  coverage: number | undefined
  /** Those that a person has set. */
  conditions: readonly Condition[]
}>

/** What a report says in sum, by the decisions of today. */
export function figuresOf(report: StoredReport): Figures {
  const { rows, days, decisions } = report
  const accepted = acceptances(decisions)
  const byDay = days.map(({ day, groups }) => {
    const isAccepted = (kind: string) => isAcceptedOn({ kind, day }, accepted, rows)
    return { day, groups: groups.map((group) => ({ ...group, ...verdictsOf(group, isAccepted) })) }
  })
  const groups = byDay.flatMap((day) => day.groups)
  const decided = rows.map((row) => ({ row, decision: acceptanceOf(row, accepted) }))
  // What was accepted so far was mended, so Yaoquan does the same now.
  const unmended = decided.flatMap(({ row, decision }) => (decision?.isSoFar === true ? [] : [row]))
  const calls = sumOf(groups)
  const skipped = skippedOf(days)
  const figures = {
    calls,
    skipped,
    days: byDay.map((day) => ({ day: day.day, ...sumOf(day.groups), groups: groupsOf(day.groups) })),
    groups: groupsOf(groups),
    open: decided.flatMap(({ row, decision }) => (decision === undefined ? [row] : [])),
    openClasses: openClassesOf(report, accepted),
    accepted: decided.flatMap(({ row, decision }) => (decision === undefined ? [] : [{ ...row, decision }])),
    covered: coverageOf(report.covered),
    sellers: sellersOf(groups),
    rules: unwrittenRules(report.rules ?? {}, unmended),
    agreement: percent(calls.agreed + calls.accepted, calls.compared),
    coverage: percent(calls.compared, calls.compared + missedOf(skipped)),
  }
  return { ...figures, conditions: conditionsOf(report, figures) }
}

function openClassesOf({ rows, days, unlisted }: StoredReport, accepted: readonly Decision[]): number {
  const ofRows = rows.filter((row) => acceptanceOf(row, accepted) === undefined).map(({ kind }) => kind)
  const ofDays = days.flatMap(({ day, groups }) =>
    groups
      .flatMap(({ deviated }) => Object.keys(deviated).flatMap((kinds) => kinds.split(' ')))
      .filter((kind) => kind !== otherKinds && !isAcceptedOn({ kind, day }, accepted, rows)),
  )
  return new Set([...ofRows, ...ofDays]).size + (unlisted > 0 ? 1 : 0)
}

/** Calls that could have been compared and were not, since we could not. */
const missed: readonly SkipReason[] = ['packed-request', 'busy', 'sampled', 'large', 'own-fault']

function missedOf(skipped: DayCounts['skipped']): number {
  return missed.reduce((sum, reason) => sum + (skipped[reason] ?? 0), 0)
}

function verdictsOf(
  { seen, compared, agreed, timing = 0, deviated }: CallGroup,
  isAccepted: (kind: string) => boolean,
): Verdicts {
  const accepted = Object.entries(deviated)
    .filter(([kinds]) => kinds.split(' ').every(isAccepted))
    .reduce((sum, [, calls]) => sum + calls, 0)
  return { seen, compared, agreed, timing, accepted }
}

/** A method, an app or a method of an app; none of both: all calls. */
export type CallChoice = Readonly<{ method?: string | undefined; appKey?: string | undefined }>

/** The days with the calls of a choice alone. */
export function daysOf(
  days: Figures['days'],
  { method, appKey }: CallChoice,
): readonly (Verdicts & Pick<DayFigures, 'day'>)[] {
  const isChosen = (group: GroupFigures) =>
    group.method === (method ?? group.method) && group.appKey === (appKey ?? group.appKey)
  return days.map(({ day, groups }) => ({ day, ...sumOf(groups.filter(isChosen)) }))
}

function sumOf(groups: readonly Verdicts[]): Verdicts {
  const sum = (name: keyof Verdicts) => groups.reduce((total, group) => total + group[name], 0)
  return {
    seen: sum('seen'),
    compared: sum('compared'),
    agreed: sum('agreed'),
    timing: sum('timing'),
    accepted: sum('accepted'),
  }
}

function groupsOf(groups: readonly (CallGroup & Verdicts)[]): readonly GroupFigures[] {
  const byName = Map.groupBy(groups, ({ method, appKey }) => `${method} ${appKey}`)
  return [...byName.values()]
    .flatMap((same) => {
      const [first] = same
      return first === undefined ? [] : [{ method: first.method, appKey: first.appKey, ...sumOf(same) }]
    })
    .toSorted((left, right) => right.seen - left.seen)
}

/** Calls whose seller nobody knows are of none. */
function sellersOf(groups: readonly (CallGroup & Verdicts)[]): Figures['sellers'] {
  const bySeller = Map.groupBy(groups, ({ sellerId }) => sellerId)
  return [...bySeller]
    .flatMap(([sellerId, own]) => (sellerId === undefined ? [] : [{ sellerId, ...sumOf(own) }]))
    .toSorted((left, right) => right.seen - left.seen)
}

function skippedOf(days: readonly DayCounts[]): DayCounts['skipped'] {
  const sums = skipReasonNames.map((reason) => [reason, days.reduce((sum, day) => sum + (day.skipped[reason] ?? 0), 0)])
  return Object.fromEntries(sums.filter(([, calls]) => calls !== 0))
}

/** Rounded down, so that it is never 100 while a call is missing. */
function percent(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.floor((part * 10_000) / whole) / 100
}

function conditionsOf(
  { conditions }: StoredReport,
  { calls, days, openClasses, agreement = 0, coverage = 0 }: Omit<Figures, 'conditions'>,
): readonly Condition[] {
  const compared = { days: days.filter((day) => day.compared > 0).length, calls: calls.compared }
  const figures = { ...compared, agreement, coverage, openClasses }
  return shadowConditionNames.flatMap((name) => {
    const goal = conditions[name]
    if (goal === undefined) return []
    const { isLimit } = shadowConditions[name]
    const figure = figures[name]
    // Without a comparison there is no open class either.
    const isMet = calls.compared > 0 && (isLimit ? figure <= goal : figure >= goal)
    return [{ name, goal, figure, isLimit, isMet }]
  })
}
