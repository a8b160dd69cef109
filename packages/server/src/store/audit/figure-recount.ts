import { isSameCell } from '#database/cells'
import { FigureNames } from '#domain/figures/figure-names'
import {
  addFigures,
  addOutstanding,
  type FigurePlace,
  type Figures,
  noFigures,
  noOutstanding,
} from '#domain/figures/figures'
import { type FigureSums, type Sum, sumFigures } from '#domain/figures/sum-figures'
import { firstHash } from '#store/events/event-hash'
import { figureEvents } from '#store/figures/figure-events'
import { outstandingAfter } from '#store/figures/plan-start'
import { dayKey, rowsOfStep } from '#store/figures/plan-step'
import type { StoredEventRow } from '#store/tables/chain-event'
import type { EventCut } from '#store/tables/event-cut'
import { type FigureCursor, figureCursorOfRow, findFigureCursor } from '#store/tables/figure-cursor'
import type { FigureDay, FigureScope } from '#store/tables/figure-day'
import { type FigureNameRow, figureNameOfRow, findFigureNames } from '#store/tables/figure-name'
import { type OutstandingRow, outstandingKey } from '#store/tables/figure-outstanding'
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

/** Counts events again while an audit passes them, as a step of the figures does. */
export class FigureRecount {
  readonly #audit: SellerAudit
  readonly #cursor: FigureCursor
  readonly #stored: readonly FigureNameRow[]
  readonly #names: FigureNames
  readonly #isFromStart: boolean
  readonly #days = new Map<string, FigureDay>()
  readonly #outstanding = new Map<string, OutstandingRow>()
  #isCursorFound: boolean
  #isReadable = true

  private constructor(audit: SellerAudit, { cursor, cut, stored, names }: Start) {
    this.#audit = audit
    this.#cursor = cursor
    this.#stored = stored
    this.#names = names
    this.#isFromStart = cut.seq === 0
    const { seq, hash } = cut.seq === 0 ? { seq: 0, hash: firstHash } : cut
    this.#isCursorFound = cursor.seq === seq && isSameCell(cursor.hash, hash)
  }

  /** @returns undefined for a seller without figures, or whose figures are being counted anew */
  static async begin(audit: SellerAudit, cut: EventCut): Promise<FigureRecount | undefined> {
    const { reader, sellerId } = audit
    const row = await reader.one(findFigureCursor({ sellerId }))
    const cursor = row && figureCursorOfRow(row)
    if (cursor === undefined || cursor.seq < 0) return undefined
    const stored = (await reader.all(findFigureNames({ sellerId }))).map(figureNameOfRow)
    const names = new FigureNames(cut.seq === 0 ? [] : stored)
    const recount = new FigureRecount(audit, { cursor, cut, stored, names })
    if (cut.seq > 0) await recount.#whileReadable(() => recount.#startAfter(cut.seq))
    return recount
  }

  /** @param events in order */
  async pass(events: readonly StoredEventRow[]): Promise<void> {
    let rest = events.filter(({ lastSeq }) => lastSeq <= this.#cursor.seq)
    const last = rest.at(-1)
    if (last?.lastSeq === this.#cursor.seq) {
      this.#isCursorFound = isSameCell(last.hash, this.#cursor.hash) && last.atMs === this.#cursor.atMs
    }
    await this.#whileReadable(async () => {
      const { reader, sellerId } = this.#audit
      while (rest.length > 0) {
        const some = rowsOfStep(rest)
        this.#add(sumFigures(await figureEvents(reader, sellerId, some), this.#names))
        rest = rest.slice(some.length)
      }
    })
  }

  async #startAfter(seq: number): Promise<void> {
    // It undoes events after the cursor too, whose names figures need not have yet.
    const names = new FigureNames(this.#stored)
    for (const [key, row] of await outstandingAfter(this.#audit, seq, names)) this.#outstanding.set(key, row)
  }

  /** An event or coupon that cannot be read ends the count: the audit names it anyhow. */
  async #whileReadable(work: () => Promise<void>): Promise<void> {
    try {
      if (this.#isReadable) await work()
    } catch (error) {
      if (!isUnreadable(error)) throw error
      this.#isReadable = false
    }
  }

  /** @returns undefined where an event or coupon cannot be read */
  result(): Recounted | undefined {
    if (!this.#isReadable) return undefined
    const added = this.#names.added
    const keyOf = ({ kind, name }: FigureNameRow) => `${kind} ${name}`
    const [counted, stored] = [new Set(added.map(keyOf)), new Set(this.#stored.map(keyOf))]
    return {
      cursor: this.#cursor,
      isCursorFound: this.#isCursorFound,
      days: this.#days,
      outstanding: this.#outstanding,
      missingNames: added.filter((name) => !stored.has(keyOf(name))),
      strayNames: this.#isFromStart ? this.#stored.filter((name) => !counted.has(keyOf(name))) : [],
    }
  }

  #add({ byCoupon, byShop, byBoth, outstanding }: FigureSums): void {
    this.#addDays('coupon', byCoupon)
    this.#addDays('shop', byShop)
    this.#addDays('both', byBoth)
    for (const { place, value } of outstanding) {
      const key = outstandingKey(place)
      const before = this.#outstanding.get(key)?.outstanding ?? noOutstanding
      this.#outstanding.set(key, { place, outstanding: addOutstanding(before, value) })
    }
  }

  #addDays(scope: FigureScope, sums: readonly Sum<FigurePlace, Figures>[]): void {
    for (const { place, value } of sums) {
      const day: FigureDay = { scope, place, figures: value }
      const key = dayKey(day)
      this.#days.set(key, { ...day, figures: addFigures(this.#days.get(key)?.figures ?? noFigures, value) })
    }
  }
}

type Start = Readonly<{
  cursor: FigureCursor
  cut: EventCut
  stored: readonly FigureNameRow[]
  names: FigureNames
}>

/** Whether a text or code is one that was never written. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError
}
