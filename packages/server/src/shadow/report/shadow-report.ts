import { erpCouponFields } from '@yaoquan/api'
import type { Deviation, DeviationClass } from './deviation.ts'
import { shownDeviation } from './shown-deviation.ts'

/** A call as the report counts it. Times are epoch milliseconds. */
export type SeenCall = Readonly<{ method: string; appKey: string; atMs: number }>

/** Why a call was not compared. `busy`: too many waited; `large`: too long to be kept; `unanswered`: the upstream gave no answer. */
export const skipReasons = [
  'other-method',
  'batch',
  'packed-request',
  'refused-caller',
  'no-top-answer',
  'other-seller',
  'unanswered',
  'busy',
  'large',
  'own-fault',
] as const

export type SkipReason = (typeof skipReasons)[number]

/** Equal deviations with their latest example, whose phones and cards are masked. Times are epoch milliseconds. */
export type DeviationRow = Readonly<{
  class: DeviationClass
  method: string
  name: string
  count: number
  firstAtMs: number
  lastAtMs: number
  example: Readonly<{ appKey: string; couponCode: string; upstream: string; ours: string }>
}>

export type CallGroup = Readonly<{ method: string; appKey: string; seen: number; compared: number; agreed: number }>

/** What a shadow run has found so far; plain data, to be written as JSON. */
export type ReportData = Readonly<{
  startedAtMs: number
  skipped: Readonly<Partial<Record<SkipReason, number>>>
  groups: readonly CallGroup[]
  rows: readonly DeviationRow[]
  /** Deviations that found no row, since there are too many kinds. */
  unlisted: number
}>

/** Sums of a report. */
export type ReportCounts = Readonly<{
  compared: number
  agreed: number
  skipped: ReportData['skipped']
  deviations: Readonly<Partial<Record<DeviationClass, number>>>
}>

/** Calls of further methods and apps count under the name `…`; further kinds of deviations are only counted. */
const maxGroups = 200
const maxRows = 500

/** Counts calls, agreement and deviations, in bounded memory. */
export class ShadowReport {
  readonly #startedAtMs: number
  readonly #skipped = new Map<SkipReason, number>()
  readonly #groups = new Map<string, CallGroup>()
  readonly #rows = new Map<string, DeviationRow>()
  #unlisted: number
  #changes = 0

  /** @param data of an earlier run, which is continued */
  constructor({ startedAtMs, skipped, groups, rows, unlisted }: ReportData) {
    this.#startedAtMs = startedAtMs
    this.#unlisted = unlisted
    for (const reason of skipReasons) this.#skipped.set(reason, skipped[reason] ?? 0)
    for (const group of groups.slice(0, maxGroups)) this.#groups.set(keyOfGroup(group), group)
    for (const row of rows.slice(0, maxRows)) this.#rows.set(keyOfRow(row), row)
  }

  /** Grows with every change. */
  get changes(): number {
    return this.#changes
  }

  skipped(reason: SkipReason, calls: number): void {
    this.#changes += 1
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + calls)
  }

  /** A call with an answer of TOP, whatever its method. */
  saw(call: SeenCall): void {
    this.#count(call, { seen: 1, compared: 0, agreed: 0 })
  }

  /** A call whose answers were compared. */
  compared(call: SeenCall, deviations: readonly Deviation[]): void {
    this.#count(call, { seen: 0, compared: 1, agreed: deviations.length === 0 ? 1 : 0 })
    this.deviated(call, deviations)
  }

  deviated(call: SeenCall, deviations: readonly Deviation[]): void {
    for (const deviation of deviations) this.#addRow(call, deviation)
  }

  data(): ReportData {
    return {
      startedAtMs: this.#startedAtMs,
      skipped: Object.fromEntries([...this.#skipped].filter(([, calls]) => calls > 0)),
      groups: [...this.#groups.values()],
      rows: [...this.#rows.values()].toSorted((left, right) => right.count - left.count),
      unlisted: this.#unlisted,
    }
  }

  counts(): ReportCounts {
    const groups = [...this.#groups.values()]
    const sumOf = (count: (group: CallGroup) => number) => groups.reduce((sum, group) => sum + count(group), 0)
    const deviations: Partial<Record<DeviationClass, number>> = {}
    for (const row of this.#rows.values()) deviations[row.class] = (deviations[row.class] ?? 0) + row.count
    const [compared, agreed] = [sumOf((group) => group.compared), sumOf((group) => group.agreed)]
    return { compared, agreed, skipped: this.data().skipped, deviations }
  }

  #count({ method, appKey }: SeenCall, more: Pick<CallGroup, 'seen' | 'compared' | 'agreed'>): void {
    this.#changes += 1
    const named = { method: plainName(method), appKey: plainName(appKey) }
    const isKnown = this.#groups.has(keyOfGroup(named)) || this.#groups.size < maxGroups
    const group = isKnown ? named : otherGroup
    const earlier = this.#groups.get(keyOfGroup(group)) ?? { ...group, seen: 0, compared: 0, agreed: 0 }
    this.#groups.set(keyOfGroup(group), {
      ...group,
      seen: earlier.seen + more.seen,
      compared: earlier.compared + more.compared,
      agreed: earlier.agreed + more.agreed,
    })
  }

  #addRow({ method, appKey, atMs }: SeenCall, deviation: Deviation): void {
    this.#changes += 1
    const { name, couponCode, upstream, ours } = shownDeviation(deviation)
    const example = { appKey: plainName(appKey), couponCode, upstream, ours }
    const row = { class: deviation.class, method: plainName(method), name, example }
    const earlier = this.#rows.get(keyOfRow(row))
    if (earlier === undefined && this.#rows.size >= maxRows) {
      this.#unlisted += 1
      return
    }
    const { count = 0, firstAtMs = atMs } = earlier ?? {}
    this.#rows.set(keyOfRow(row), { ...row, count: count + 1, firstAtMs, lastAtMs: atMs })
  }
}

export function emptyReport(startedAtMs: number): ReportData {
  return { startedAtMs, skipped: {}, groups: [], rows: [], unlisted: 0 }
}

const otherGroup = { method: '…', appKey: '…' }

/** A name as callers made it up: only what names of methods and keys of apps are made of. */
function plainName(name: string): string {
  return /^[\w.:-]{1,80}$/.test(name) ? name : '…'
}

function keyOfGroup({ method, appKey }: Pick<CallGroup, 'method' | 'appKey'>): string {
  return `${method} ${appKey}`
}

/** For members of few values, which values stand against each other says more than that they differ. */
const namesWithFewValues: ReadonlySet<string> = new Set([erpCouponFields.status.wire])

function keyOfRow(row: Pick<DeviationRow, 'class' | 'method' | 'name' | 'example'>): string {
  const { upstream, ours } = row.example
  const tellsValues = row.class === 'error' || row.class === 'signature' || namesWithFewValues.has(row.name)
  return [row.class, row.method, row.name, ...(tellsValues ? [upstream, ours] : [])].join(' ')
}
