import { type DeviationClass, type SkipReason, skipReasonNames } from '@yaoquan/api'
import { formatTimestamp } from '@yaoquan/protocol'
import { CoverageCounter, type CoverageCounts, type CoveredCoupon } from './coverage-counts.ts'
import { DayCounter, type DayCounts, plainName, type SeenCall } from './day-counts.ts'
import { type Deviation, kindOf, shownDeviation } from './deviation.ts'
import { addCounts, type LearningCounts, nothingLearned } from './learning-counts.ts'
import { RuleCounter, type RuleCounts, type Sighting } from './rule-counts.ts'

/** Equal deviations with their latest example, whose phones and cards are masked. Times are epoch milliseconds. */
export type DeviationRow = Readonly<{
  class: DeviationClass
  /** The kind as people name it, see `kindOf`. */
  kind: string
  method: string
  name: string
  count: number
  firstAtMs: number
  lastAtMs: number
  example: Readonly<{ appKey: string; couponCode: string; upstream: string; ours: string }>
}>

/** What a shadow run has found so far besides the counts of its days; plain data, to be written as JSON. */
export type ReportData = Readonly<{
  startedAtMs: number
  rows: readonly DeviationRow[]
  /** Deviations that found no row, since there are too many kinds. */
  unlisted: number
  /** Coupons that were learned; undefined for a run that never learned. */
  learned?: LearningCounts | undefined
  /** Which coupons and members were compared; undefined for a report of before. */
  covered?: CoverageCounts | undefined
  /** What answers showed of rules that nobody wrote down; undefined for a report of before. */
  rules?: RuleCounts | undefined
  /** When calls may have passed that no count has, since the process or its comparing thread was killed; the latest ones. */
  gaps?: readonly Gap[] | undefined
  /** By seller the number of the event up to which erasures of members are known; none before the first look. */
  readUpTo?: Readonly<Record<string, number>> | undefined
  /** When examples were last forgotten, epoch milliseconds; undefined for never. */
  forgottenAtMs?: number | undefined
}>

/** Epoch milliseconds: the last write before it, and the next start. */
export type Gap = Readonly<{ fromMs: number; toMs: number }>

/** Sums of a report. */
export type ReportCounts = Readonly<{
  compared: number
  agreed: number
  skipped: DayCounts['skipped']
  deviations: Readonly<Partial<Record<DeviationClass, number>>>
  learned: LearningCounts | undefined
}>

/** Further kinds of deviations are only counted. */
const maxRows = 500

/** Counts calls, agreement and deviations, in bounded memory. */
export class ShadowReport {
  readonly #startedAtMs: number
  readonly #rows = new Map<string, DeviationRow>()
  /** Sums of the days that are not in `#days`. */
  readonly #earlier: DayCounts[] = []
  /** The two latest days, since a clock may be set back over midnight, and those before them that are not written yet. */
  readonly #days = new Map<string, DayCounter>()
  readonly #unwritten = new Set<string>()
  #latestForgotten = ''
  readonly #rules: RuleCounter
  readonly #covered: CoverageCounter
  #unlisted: number
  #learned: LearningCounts | undefined
  readonly #gaps: readonly Gap[] | undefined
  readonly #readUpTo: Map<string, number>
  #forgottenAtMs: number | undefined
  #changes = 0

  /** @param data of an earlier run, which is continued @param days its days, the latest last */
  constructor(data: ReportData, days: readonly DayCounts[] = []) {
    const { startedAtMs, rows, unlisted, learned, rules = {}, covered, gaps, readUpTo = {}, forgottenAtMs } = data
    this.#rules = new RuleCounter(rules)
    this.#covered = new CoverageCounter(covered)
    this.#startedAtMs = startedAtMs
    this.#unlisted = unlisted
    this.#learned = learned && addCounts(nothingLearned, learned)
    this.#gaps = gaps
    this.#readUpTo = new Map(Object.entries(readUpTo))
    this.#forgottenAtMs = forgottenAtMs
    for (const row of rows.slice(0, maxRows)) this.#rows.set(keyOfRow(row), row)
    for (const day of days) this.#days.set(day.day, new DayCounter(day))
    this.daysWritten()
  }

  /** Grows with every change. */
  get changes(): number {
    return this.#changes
  }

  skipped(reason: SkipReason, { calls, atMs }: Readonly<{ calls: number; atMs: number }>): void {
    this.#dayAt(atMs).skipped(reason, calls)
  }

  /** A call with an answer of TOP, whatever its method. */
  saw(call: SeenCall): void {
    this.#dayAt(call.atMs).saw(call)
  }

  /** A call whose answers were compared. */
  compared(call: SeenCall, deviations: readonly Deviation[]): void {
    this.#dayAt(call.atMs).compared(call, this.deviated(call, deviations))
  }

  /** A call whose answers deviated at first and agreed at a second look. */
  agreedByTiming(call: SeenCall): void {
    this.#dayAt(call.atMs).agreedByTiming(call)
  }

  /** @returns the kinds of the deviations */
  deviated(call: SeenCall, deviations: readonly Deviation[]): readonly string[] {
    return deviations.map((deviation) => this.#addRow(call, deviation))
  }

  /** Coupons that were learned from an answer. */
  learned(counts: Partial<LearningCounts>): void {
    this.#changes += 1
    this.#learned = addCounts(this.#learned ?? nothingLearned, counts)
  }

  sawCoupons(coupons: readonly CoveredCoupon[]): void {
    this.#covered.saw(coupons)
  }

  /** How many coupons our store has. */
  knows(coupons: number): void {
    if (this.#covered.knows(coupons)) this.#changes += 1
  }

  sawRules(sightings: readonly Sighting[]): void {
    for (const sighting of sightings) this.#rules.saw(sighting)
  }

  readUpTo(sellerId: string): number | undefined {
    return this.#readUpTo.get(sellerId)
  }

  setReadUpTo(sellerId: string, eventSeq: number): void {
    this.#readUpTo.set(sellerId, eventSeq)
  }

  /**
   * After a member was erased: an example does not tell whose it is. A later call of a kind brings another one, an earlier one that is
   * counted only then does not.
   * @param nowMs epoch milliseconds
   */
  forgetExamples(nowMs: number): void {
    this.#changes += 1
    this.#forgottenAtMs = nowMs
    this.#rules.forgetExamples()
    for (const [key, row] of this.#rows) this.#rows.set(key, withoutExample(row))
  }

  data(): ReportData {
    return {
      startedAtMs: this.#startedAtMs,
      rows: [...this.#rows.values()].toSorted((left, right) => right.count - left.count),
      unlisted: this.#unlisted,
      learned: this.#learned,
      rules: this.#rules.data(),
      covered: this.#covered.data(),
      gaps: this.#gaps,
      readUpTo: Object.fromEntries(this.#readUpTo),
      forgottenAtMs: this.#forgottenAtMs,
    }
  }

  /** The days that have changed. */
  days(): readonly DayCounts[] {
    return [...this.#days].flatMap(([name, day]) => (this.#unwritten.has(name) ? [day.data()] : []))
  }

  /** Forgets the days that `days` gave, but for the latest two, of which more may come. */
  daysWritten(): void {
    this.#unwritten.clear()
    for (const day of [...this.#days.keys()].toSorted().slice(0, -2)) {
      this.#latestForgotten = day
      const counts = this.#days.get(day)?.data()
      if (counts !== undefined) this.#earlier.splice(0, 1, sumOfDays([...this.#earlier, counts]))
      this.#days.delete(day)
    }
  }

  counts(): ReportCounts {
    const { skipped, groups } = sumOfDays([...this.#earlier, ...[...this.#days.values()].map((day) => day.data())])
    const [sum] = groups
    const deviations: Partial<Record<DeviationClass, number>> = {}
    for (const row of this.#rows.values()) deviations[row.class] = (deviations[row.class] ?? 0) + row.count
    return { compared: sum?.compared ?? 0, agreed: sum?.agreed ?? 0, skipped, deviations, learned: this.#learned }
  }

  #dayAt(atMs: number): DayCounter {
    this.#changes += 1
    const named = formatTimestamp(atMs).slice(0, 10)
    // A day that is forgotten and counted anew would replace its file.
    const day = named > this.#latestForgotten ? named : ([...this.#days.keys()].toSorted()[0] ?? named)
    this.#unwritten.add(day)
    const counter = this.#days.get(day) ?? new DayCounter({ day, skipped: {}, groups: [] })
    this.#days.set(day, counter)
    return counter
  }

  #addRow({ method, appKey, atMs }: SeenCall, deviation: Deviation): string {
    this.#changes += 1
    const { name, couponCode, upstream, ours } = shownDeviation(deviation)
    const kind = kindOf({ class: deviation.class, name, upstream, ours })
    const example = { appKey: plainName(appKey), couponCode, upstream, ours }
    const row = { class: deviation.class, kind, method: plainName(method), name, example }
    const earlier = this.#rows.get(keyOfRow(row))
    if (earlier === undefined && this.#rows.size >= maxRows) {
      this.#unlisted += 1
      return kind
    }
    const { count = 0, firstAtMs = atMs, lastAtMs = atMs } = earlier ?? {}
    // A call that waited for a second look is counted after later ones.
    const times = { firstAtMs: Math.min(firstAtMs, atMs), lastAtMs: Math.max(lastAtMs, atMs) }
    const counted: DeviationRow = { ...row, count: count + 1, ...times }
    const isForgotten = this.#forgottenAtMs !== undefined && atMs <= this.#forgottenAtMs
    this.#rows.set(keyOfRow(row), isForgotten ? withoutExample(counted) : counted)
    return kind
  }
}

/** A row that says nothing of a coupon any more. */
export function withoutExample(row: DeviationRow): DeviationRow {
  return { ...row, example: { appKey: row.example.appKey, couponCode: '', upstream: '', ours: '' } }
}

export function emptyReport(startedAtMs: number): ReportData {
  return { startedAtMs, rows: [], unlisted: 0 }
}

/** The sums of days, in one group. */
function sumOfDays(days: readonly DayCounts[]): DayCounts {
  const skipped: Partial<Record<SkipReason, number>> = {}
  for (const reason of skipReasonNames) {
    const calls = days.reduce((sum, day) => sum + (day.skipped[reason] ?? 0), 0)
    if (calls > 0) skipped[reason] = calls
  }
  const groups = days.flatMap((day) => day.groups)
  const sumOf = (name: 'seen' | 'compared' | 'agreed') => groups.reduce((sum, group) => sum + group[name], 0)
  const sums = { seen: sumOf('seen'), compared: sumOf('compared'), agreed: sumOf('agreed') }
  return { day: '', skipped, groups: [{ method: '', appKey: '', deviated: {}, ...sums }] }
}

function keyOfRow({ method, kind }: Pick<DeviationRow, 'method' | 'kind'>): string {
  return `${method} ${kind}`
}
