import { setImmediate as nextTurn } from 'node:timers/promises'
import { isSameCell } from '#database/record'
import {
  addFigures,
  addOutstanding,
  FigureNames,
  type FigurePlace,
  type Figures,
  noFigures,
  noOutstanding,
} from '#domain/figures/figures'
import { type FigureSums, type Sum, sumFigures } from '#domain/figures/sum-figures'
import { firstHash } from '#store/events/head-seal'
import { figureEvents } from '#store/figures/figure-events'
import { outstandingAfter } from '#store/figures/plan-start'
import { dayKey, rowsOfStep } from '#store/figures/plan-step'
import { eventOfRow, findEventsAfter, type StoredEventRow } from '#store/tables/chain-event'
import { type FigureCursor, figureCursorOfRow, findFigureCursor } from '#store/tables/figure-cursor'
import type { FigureDay, FigureScope } from '#store/tables/figure-day'
import { type FigureNameRow, figureNameOfRow, findFigureNames } from '#store/tables/figure-name'
import { type OutstandingRow, outstandingKey } from '#store/tables/figure-outstanding'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import type { SellerAudit } from './findings.ts'

/** The figures of a seller, counted again from the events that there are, up to the stored cursor. */
export type Recounted = Readonly<{
  cursor: FigureCursor
  /** Whether the events have the one that the cursor says. */
  isCursorFound: boolean
  days: ReadonlyMap<string, FigureDay>
  outstanding: ReadonlyMap<string, OutstandingRow>
  /** Names that events have and the store has not. */
  missingNames: readonly FigureNameRow[]
  /** Names that the store has and no event explains. Not known once events were removed. */
  strayNames: readonly FigureNameRow[]
}>

/** How far figures are counted again, as data. */
export type RecountState = {
  /** Number, hash and moment of the last event that is counted; no moment for that before the first. */
  seq: number
  hash: Uint8Array
  atMs: number | undefined
  /** `FigureCursor.missingSeq` when the count began. */
  readonly missingSeq: number
  /** Whether it began with the first event of the seller. */
  readonly isFromStart: boolean
  isReadable: boolean
  /** Whether events up to the cursor are missing. */
  isStuck: boolean
  readonly days: Map<string, FigureDay>
  readonly outstanding: Map<string, OutstandingRow>
  added: readonly FigureNameRow[]
}

type RecountAudit = Omit<SellerAudit, 'findings'>

/** Counts events again, as a step of the figures does, while an audit passes them or by itself. */
export class FigureRecount {
  readonly state: RecountState
  readonly #audit: RecountAudit
  readonly #cursor: FigureCursor
  readonly #stored: readonly FigureNameRow[]
  readonly #names: FigureNames

  private constructor(audit: RecountAudit, { state, cursor, stored }: Opened) {
    this.#audit = audit
    this.#cursor = cursor
    this.#stored = stored
    this.state = state
    this.#names = new FigureNames(state.isFromStart ? [] : stored)
    for (const { kind, name } of state.added) this.#names.admit(kind, name)
  }

  /**
   * @param before what was counted so far; a count of figures that were counted anew since begins anew as well
   * @returns undefined for a seller without figures, or whose figures are being counted anew
   */
  static async open(
    audit: RecountAudit,
    boundary: RetentionBoundary,
    before: RecountState | undefined,
  ): Promise<FigureRecount | undefined> {
    const { reader, sellerId } = audit
    const row = await reader.one(findFigureCursor({ sellerId }))
    const cursor = row && figureCursorOfRow(row)
    if (cursor === undefined || cursor.seq < 0) return undefined
    const stored = (await reader.all(findFigureNames({ sellerId }))).map(figureNameOfRow)
    const isContinued = before !== undefined && before.seq <= cursor.seq && before.missingSeq === cursor.missingSeq
    const state = isContinued ? before : beginning(cursor, boundary)
    const recount = new FigureRecount(audit, { state, cursor, stored })
    if (!isContinued && boundary.seq > 0) await recount.#whileReadable(() => recount.#startAfter(boundary.seq))
    return recount
  }

  /** Whether nothing is left to be counted. */
  get isDone(): boolean {
    const { seq, isReadable, isStuck } = this.state
    return seq >= this.#cursor.seq || !isReadable || isStuck
  }

  /** @param events in order, after the event with that number. Others than the next ones to be counted are left to `catchUp` */
  async pass(events: readonly StoredEventRow[], afterSeq: number): Promise<void> {
    const counted = events.filter(({ lastSeq }) => lastSeq <= this.#cursor.seq)
    const last = counted.at(-1)
    if (afterSeq !== this.state.seq || last === undefined) return
    await this.#whileReadable(async () => {
      const { reader, sellerId } = this.#audit
      let rest: readonly StoredEventRow[] = counted
      while (rest.length > 0) {
        const some = rowsOfStep(rest)
        this.#add(sumFigures(await figureEvents(reader, sellerId, some), this.#names))
        rest = rest.slice(some.length)
      }
    })
    const { lastSeq: seq, hash, atMs } = last
    Object.assign(this.state, { seq, hash, atMs, added: this.#names.added })
  }

  /** Counts what the cursor of the figures is ahead. @returns rows of events that were read */
  async catchUp(maxRows: number): Promise<number> {
    const { reader, sellerId } = this.#audit
    let rows = 0
    while (!this.isDone && rows < maxRows) {
      const afterSeq = this.state.seq
      const page = await reader.all(findEventsAfter({ sellerId, afterSeq, limit: maxRowsOfPage }))
      await this.pass(rowsOfStep(page.map(eventOfRow)), afterSeq)
      this.state.isStuck = this.state.seq === afterSeq
      rows += page.length
      await nextTurn()
    }
    return rows
  }

  async #startAfter(seq: number): Promise<void> {
    // It undoes events after the cursor too, whose names figures need not have yet.
    const names = new FigureNames(this.#stored)
    for (const [key, row] of await outstandingAfter(this.#audit, seq, names)) this.state.outstanding.set(key, row)
  }

  /** An event or coupon that cannot be read ends the count: the audit names it anyhow. */
  async #whileReadable(work: () => Promise<void>): Promise<void> {
    try {
      if (this.state.isReadable) await work()
    } catch (error) {
      if (!isUnreadable(error)) throw error
      this.state.isReadable = false
    }
  }

  /** @returns undefined where an event or coupon cannot be read */
  result(): Recounted | undefined {
    const { seq, hash, atMs, isFromStart, isReadable, days, outstanding } = this.state
    if (!isReadable) return undefined
    const cursor = this.#cursor
    const added = this.#names.added
    const keyOf = ({ kind, name }: FigureNameRow) => `${kind} ${name}`
    const [counted, stored] = [new Set(added.map(keyOf)), new Set(this.#stored.map(keyOf))]
    return {
      cursor,
      isCursorFound:
        seq === cursor.seq && isSameCell(cursor.hash, hash) && (atMs === undefined || atMs === cursor.atMs),
      days,
      outstanding,
      missingNames: added.filter((name) => !stored.has(keyOf(name))),
      strayNames: isFromStart ? this.#stored.filter((name) => !counted.has(keyOf(name))) : [],
    }
  }

  #add({ byCoupon, byShop, byBoth, outstanding }: FigureSums): void {
    this.#addDays('coupon', byCoupon)
    this.#addDays('shop', byShop)
    this.#addDays('both', byBoth)
    for (const { place, value } of outstanding) {
      const key = outstandingKey(place)
      const before = this.state.outstanding.get(key)?.outstanding ?? noOutstanding
      this.state.outstanding.set(key, { place, outstanding: addOutstanding(before, value) })
    }
  }

  #addDays(scope: FigureScope, sums: readonly Sum<FigurePlace, Figures>[]): void {
    for (const { place, value } of sums) {
      const day: FigureDay = { scope, place, figures: value }
      const key = dayKey(day)
      const { days } = this.state
      days.set(key, { ...day, figures: addFigures(days.get(key)?.figures ?? noFigures, value) })
    }
  }
}

type Opened = Readonly<{ state: RecountState; cursor: FigureCursor; stored: readonly FigureNameRow[] }>

const maxRowsOfPage = 500

function beginning({ missingSeq }: FigureCursor, boundary: RetentionBoundary): RecountState {
  const isFromStart = boundary.seq === 0
  return {
    seq: boundary.seq,
    hash: isFromStart ? firstHash : boundary.hash,
    atMs: undefined,
    missingSeq,
    isFromStart,
    isReadable: true,
    isStuck: false,
    days: new Map(),
    outstanding: new Map(),
    added: [],
  }
}

/** Whether a text or code is one that was never written. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError
}
