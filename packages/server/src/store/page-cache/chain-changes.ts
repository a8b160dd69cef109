import { MissingTableError } from '#database/missing-table-error'
import type { SqlEngine } from '#database/sql-engine'
import { type EventSubject, eventSubjectOfRow, findEventSubjects } from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { findListsOfCoupons, listedCoupon } from '#store/tables/issued-coupon'
import { ChangeLog, type ChangeTag } from './change-log.ts'
import { chainTag, listTag } from './list-tag.ts'

/** What is asked of an engine. */
export type Learning = Pick<SqlEngine, 'reader' | 'dataVersion' | 'connectionVersion'>

/** The newest event of a seller. */
type Head = Readonly<{ seq: number; hash: unknown }>

/**
 * What changes in a seller, whoever changes it, learned from its events: no coupon is issued and none takes a step without
 * one, unless somebody writes to the tables by hand. Their hashes tell whether it is still the same history, which it is not where a cluster lost a commit.
 */
export class ChainChanges {
  readonly log = new ChangeLog()
  readonly #engine: Learning
  readonly #sellerId: string
  #head: Head | undefined
  #version: number | undefined
  #learning: Readonly<{ version: number | undefined; done: Promise<void> }> | undefined

  constructor(engine: Learning, sellerId: string) {
    this.#engine = engine
    this.#sellerId = sellerId
  }

  /** Whether nothing was learned yet. */
  get isNew(): boolean {
    return this.#head === undefined
  }

  /**
   * Notes in the log all that is committed by now; undefined when it is there. Who asks in the same turn asks once, unless
   * a commit of this program came in between.
   */
  catchUp(): Promise<void> | undefined {
    const version = this.#engine.dataVersion?.()
    if (version !== undefined && version === this.#version) return undefined
    if (this.#learning === undefined || this.#learning.version !== version) {
      this.#learning = { version, done: this.#learnOrForget(version) }
      process.nextTick(() => {
        this.#learning = undefined
      })
    }
    return this.#learning.done
  }

  /** A store that moved away has no head of events any more, and can be read as before. */
  async #learnOrForget(version: number | undefined): Promise<void> {
    try {
      await this.#learn(version)
    } catch (error) {
      if (!(error instanceof MissingTableError)) throw error
      this.log.noteAll()
    }
  }

  async #learn(version: number | undefined): Promise<void> {
    const known = this.#head
    const row = await this.#engine.reader.one(findEventHead, [this.#sellerId])
    const read = row && eventHeadOfRow(row)
    const head = { seq: read?.newestSeq ?? 0, hash: read?.hash }
    const changed = known === undefined ? undefined : await this.#changedBetween(known, head)
    if (changed === undefined) this.log.noteAll()
    else if (changed.length > 0) this.log.note(changed)
    // Who was overtaken by a later look may know less than that; noting a change twice does no harm.
    if (this.#head === known) this.#head = head
    this.#version = version
  }

  /** @returns undefined when it cannot be told, or is too much to be told one by one */
  async #changedBetween(known: Head, head: Head): Promise<readonly ChangeTag[] | undefined> {
    if (head.seq === known.seq) return isSameHash(head.hash, known.hash) ? [] : undefined
    if (head.seq < known.seq || head.seq - known.seq > maxEvents) return undefined
    const found = await this.#engine.reader.all(findEventSubjects, [this.#sellerId, known.seq, head.seq])
    const rows = found.map(eventSubjectOfRow)
    const [first] = rows
    if (known.seq > 0 && !(first?.lastSeq === known.seq && isSameHash(first.hash, known.hash))) return undefined
    return this.#tagsOfEvents(known.seq > 0 ? rows.slice(1) : rows)
  }

  async #tagsOfEvents(rows: readonly EventSubject[]): Promise<readonly ChangeTag[]> {
    const stepped = rows.flatMap(({ couponSeq }) => (couponSeq === undefined ? [] : [couponSeq]))
    const issues = rows.flatMap(({ firstCouponSeq: first, count }) => {
      return first === undefined ? [] : [{ first, last: first + count - 1 }]
    })
    const [earliest, latest] = [issues.at(0), issues.at(-1)]
    if (earliest === undefined || latest === undefined) return stepped
    // Coupons are numbered in the order of their issues, so no others lie between.
    const issued = await this.#engine.reader.all(findListsOfCoupons, [this.#sellerId, earliest.first, latest.last])
    return [...stepped, chainTag, ...issued.map(listedCoupon.named).flatMap(tagsOfIssued)]
  }
}

function tagsOfIssued(coupon: ReturnType<typeof listedCoupon.named>): readonly ChangeTag[] {
  return listedCoupon.columns.map((column) => listTag(column, coupon[column]))
}

function isSameHash(left: unknown, right: unknown): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0
  return left === right
}

/** Events that are looked at one by one; reading some pages again costs less than looking at more. */
const maxEvents = 200
