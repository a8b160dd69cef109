import type { SqlValue } from '#database/sql-engine'
import { noRows } from '#encryption/seals'
import type { StateSums } from '#store/events/retention-boundary'
import type { TemplateTrace } from '#store/events/template-traces'
import type { StoredEventRow } from '#store/tables/chain-event'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import type { RecountState } from './figure-recount.ts'
import type { FoundSoFar, KeyedAudit } from './findings.ts'
import type { Head } from './verify-ends.ts'
import { type BoundaryTerms, noTerms, type Walked } from './walk-events.ts'

/** What an audit of a seller does, in order. */
export const stages = [
  'events',
  'coupons',
  'usage',
  'opened',
  'requests',
  'members',
  'tables',
  'figures',
  'end',
  'done',
] as const

export type Stage = (typeof stages)[number]

/** How far the audit of a seller came, as plain data that can be kept. */
export type SellerState = {
  readonly sellerId: string
  stage: Stage
  /** How often it began again because events were removed that it had not read. */
  restarts: number
  found: FoundSoFar
  /** Number of the head in the last slice. */
  newestSeq: number
  /** Rows of events, coupons, counters of members and sealed rows that were read. */
  rows: number
  /** What was done of what `plannedWork` counts. */
  done: number
  terms: BoundaryTerms
  /** Undefined until the terms of coupons whose issue was removed are read. */
  walked: Walked | undefined
  traces: Map<string, TemplateTrace>
  /** Coupons by counter. */
  counts: Map<string, number>
  figures: RecountState | undefined
  /** The sums of the boundary and of the events since, for a seller with removed events. */
  sums: StateSums | undefined
  /** Where the events ended when coupons were begun. */
  reference: Reference | undefined
  /** Coupons that were compared, and their sums as of the reference. */
  compared: Readonly<{ coupons: number; sums: StateSums }>
  /** Place within a stage: a table, and the key after which it goes on. */
  place: Readonly<{ table: number; after: readonly SqlValue[] | undefined }>
}

/** An event, how many coupons were issued up to it, and the sums as of it. */
export type Reference = Readonly<{ seq: number; coupons: number; sums: StateSums | undefined }>

export const firstPlace: SellerState['place'] = { table: 0, after: undefined }

export function newSellerState(sellerId: string): SellerState {
  return {
    sellerId,
    stage: 'events',
    restarts: 0,
    found: { listed: [], more: 0 },
    newestSeq: 0,
    rows: 0,
    done: 0,
    terms: noTerms,
    walked: undefined,
    traces: new Map(),
    counts: new Map(),
    figures: undefined,
    sums: undefined,
    reference: undefined,
    compared: { coupons: 0, sums: { states: noRows, redemptions: noRows } },
    place: firstPlace,
  }
}

/** A bounded part of an audit, all of whose reads see one moment. */
export type SellerSlice = Readonly<{
  audit: KeyedAudit
  state: SellerState
  head: Head
  boundary: RetentionBoundary
  passed: PassedEvents | undefined
  /** Rows that it may still read. */
  budget: { left: number }
}>

/** What is called with the beginning of a seller's events, and with each of them. */
export type PassedEvents = Readonly<{
  onBoundary(boundary: Readonly<{ sellerId: string; seq: number; hash: Uint8Array }>): void
  onEvent(event: StoredEventRow): void
}>

/** Notes rows that were read. @param done those that `plannedWork` counts */
export function spend({ state, budget }: SellerSlice, rows: number, done = rows): void {
  budget.left -= rows
  state.rows += rows
  state.done += done
}
