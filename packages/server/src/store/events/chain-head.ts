import { LostRaceError } from '#database/database-errors'
import type { LastWrite, RequiredWrite, SqlRow, SqlValue } from '#database/sql-engine'
import type { UnitOfWork } from '#database/unit-of-work'
import { ruleSubjectOf } from '#domain/explain/rule-history'
import type { KeyGeneration } from '#encryption/key-generation'
import { addRows, isSeal, noRows, type RowSum, removeRows } from '#encryption/seals'
import type { Keyring } from '#store/keys/keyring'
import { SellerMovedError } from '#store/schema/move-mark'
import { type EventRow, hashedValues, insertEvent } from '#store/tables/chain-event'
import {
  eventHeadOfRow,
  findEventHead,
  firstHeadCells,
  insertEventHead,
  isFencedHead,
  setEventHead,
} from '#store/tables/event-head'
import { insertRuleEvent } from '#store/tables/rule-event'
import { lockCurrentKey } from '#store/tables/store-key'
import { eventHash, firstHash, headSeal } from './head-seal.ts'
import { type ChangedRows, type SummedTable, summedRuleEvents, TableChanges } from './table-sums.ts'

/** Actor, seller, time and call of a work. */
export type Origin = Readonly<{
  sellerId: string
  atMs: number
  /** `app:KEY`, `operator:NAME`, `retention:NAME` or `system`. */
  actor: string
  requestId: string | undefined
}>

/** An event to be written, or the events of coupons issued together, which share a row. */
export type NewEvent = Omit<EventRow, 'lastSeq' | keyof Origin>

/** The head as the work will leave it. */
type Locked = {
  newestSeq: number
  /** Number of the last event written; those up to `newestSeq` are taken and must be written. */
  writtenSeq: number
  hash: Uint8Array
  requests: RowSum
  members: RowSum
  identityVersion: number
  boundaryDigest: Uint8Array | undefined
  tableSums: string | undefined
  /** Generation under which the rows of the seller are written and the head is sealed. */
  keys: KeyGeneration
  /** Whether this transaction changed anything that the head covers. */
  isChanged: boolean
  /** The seal that the head had, if it does not fit: it is left as it is, so that the audit keeps finding it. */
  brokenSeal: SqlValue | undefined
}

/** Rows of a table of members or orders. */
export type MemberRows = Readonly<{ table: string; rows: readonly (readonly SqlValue[])[] }>

/**
 * The head of a seller's event chain in one work: numbers and hashes of events, and the sums of the rows that no event
 * covers. Every work that writes rows of a seller locks its head before it reads anything, so that nothing of the seller changes under it
 * and works never wait for each other in a circle. A work continues from the head that an earlier one of the same commit left. The head is
 * sealed and written once per commit.
 */
export class ChainHead {
  readonly #unit: UnitOfWork
  readonly #origin: Origin
  readonly #keyring: Keyring
  /** Generation under which this work writes rows of the seller. Locking the head compares it: a work with other keys than the head's runs again. */
  readonly keys: KeyGeneration
  readonly #addedMemberRows: Uint8Array[] = []
  readonly #removedMemberRows: Uint8Array[] = []
  readonly #tableChanges: TableChanges
  #identityChanges = 0
  #locked: Locked | undefined

  constructor({ unit, origin, keyring }: Readonly<{ unit: UnitOfWork; origin: Origin; keyring: Keyring }>) {
    this.#unit = unit
    this.#origin = origin
    this.#keyring = keyring
    this.keys = keyring.ofSeller(origin.sellerId)
    this.#tableChanges = new TableChanges(keyring.rows)
  }

  /** Locks the head. Call it before the first read. A seller without rows gets a head; of two first works, one runs again. */
  async lock(): Promise<void> {
    this.#locked ??= (await this.#lockStored()) ?? (await this.#insertFirst())
  }

  /** Like `lock`, for a work that may write nothing: a seller without rows has no head yet, and nothing to lock. */
  async lockStored(): Promise<void> {
    this.#locked ??= await this.#lockStored()
  }

  /**
   * Gives a seller its first head, where `lockStored` found none and what was read since decided that something changes. If another work
   * gave it one meanwhile, this one runs again.
   */
  async lockFirst(): Promise<void> {
    this.#locked ??= await this.#insertFirst()
  }

  /** Seller of the head. */
  get sellerId(): string {
    return this.#origin.sellerId
  }

  /** Whether the head is locked by this work. */
  get isLocked(): boolean {
    return this.#locked !== undefined
  }

  /** The number that the next event gets. The head is locked, or the seller has none. */
  get nextSeq(): number {
    return (this.#locked?.newestSeq ?? 0) + 1
  }

  /** Number of the newest event, those of this work included; 0 before the first, and before the head is locked. */
  get newestSeq(): number {
    return this.#locked?.newestSeq ?? 0
  }

  /** The seller's rows are written under other keys from now on. The head is locked. */
  rekey(keys: KeyGeneration): void {
    const head = this.#changed()
    head.keys = keys
  }

  /** Events were removed. The head is locked. @param digest of the row that says up to where */
  moveBoundary(digest: Uint8Array): void {
    const head = this.#changed()
    head.boundaryDigest = digest
  }

  /**
   * Takes the next numbers, which must be written before the transaction ends. The head is locked.
   * @param count 1 or more
   * @returns the first of them
   */
  takeNumbers(count: number): number {
    const head = this.#changed()
    head.newestSeq += count
    return head.newestSeq - count + 1
  }

  /** Writes events under the numbers taken for them, hashed with what came before. */
  writeEvents(events: readonly NewEvent[]): void {
    const head = this.#locked
    if (head === undefined) throw new Error('no numbers were taken for the events')
    const rows = events.map((event) => {
      head.writtenSeq += event.count
      this.#indexRule(event, head.writtenSeq)
      const values = hashedValues({ ...this.#origin, ...event, lastSeq: head.writtenSeq })
      head.hash = eventHash(head.hash, values)
      return [...values, head.hash]
    })
    this.#unit.insert(insertEvent, rows)
  }

  #indexRule(event: NewEvent, seq: number): void {
    const subject = ruleSubjectOf(event)
    if (subject === undefined) return
    const record = { seller_id: this.#origin.sellerId, subject, event_seq: seq, at_ms: this.#origin.atMs }
    const row = insertRuleEvent.encode(record)
    this.#unit.insert(insertRuleEvent.text, [row])
    this.changeTable(summedRuleEvents, { added: [row] })
  }

  /** Takes numbers for events and writes them. The head is locked. */
  append(events: readonly NewEvent[]): void {
    if (events.length === 0) return
    this.takeNumbers(events.reduce((sum, event) => sum + event.count, 0))
    this.writeEvents(events)
  }

  /** Adds a request row to the sum. The head is locked. @param values of the row, as `insertOutRequest` takes them */
  addRequest(values: readonly SqlValue[]): void {
    const head = this.#changed()
    head.requests = addRows(head.requests, [this.#keyring.rows.of('out_request', values)])
  }

  /**
   * Takes request rows out of the sum.
   * @param find reads them, while no other work of the seller writes request rows
   * @returns the rows found, which the work deletes
   */
  async removeRequests(find: () => Promise<readonly SqlRow[]>): Promise<readonly SqlRow[]> {
    await this.lock()
    const rows = await find()
    const head = this.#changed()
    const seals = rows.map((row) => this.#keyring.rows.of('out_request', row))
    head.requests = removeRows(head.requests, seals)
    return rows
  }

  /** Adds rows to the sum of members and orders and takes others out of it. A changed row is both. An event or request must come with them. */
  changeMemberRows(added: readonly MemberRows[], removed: readonly MemberRows[] = []): void {
    const sealsOf = ({ table, rows }: MemberRows) => rows.map((row) => this.#keyring.rows.of(table, row))
    this.#addedMemberRows.push(...added.flatMap(sealsOf))
    this.#removedMemberRows.push(...removed.flatMap(sealsOf))
  }

  /** Adds rows with all columns to the sum of a table and takes others out of it. A changed row is both. The head must be locked before it is closed. */
  changeTable(table: SummedTable, changed: ChangedRows): void {
    this.#tableChanges.add(table, changed)
  }

  /** Gives a head its first sums of tables, unless it has some. The head is locked. @param sum over the present rows */
  async startTableSums(sum: () => Promise<string>): Promise<void> {
    const head = this.#changed()
    head.tableSums ??= await sum()
  }

  /** Rows of members that this work added or changed so far. */
  get memberRowChanges(): number {
    return this.#addedMemberRows.length
  }

  /** A phone or card that was stored before leads to other coupons from now on. An event must come with it. */
  raiseIdentityVersion(): void {
    this.#identityChanges += 1
  }

  /** Closes the head of a work that writes no event and no request. It is locked last, since others wait for it. */
  async lockAndClose(): Promise<void> {
    if (!this.#tableChanges.isEmpty) await this.lock()
    this.close()
  }

  /** Leaves the head to be written before the commit, if anything was taken or added. Nothing may follow. */
  close(): void {
    const head = this.#locked
    if (head === undefined) {
      if (this.#addedMemberRows.length > 0) throw new Error('members were changed without an event or a request')
      if (!this.#tableChanges.isEmpty) throw new Error('a summed table was changed without a lock of the head')
      return
    }
    const hasAdded = this.#addedMemberRows.length > 0 || this.#removedMemberRows.length > 0
    if (!head.isChanged && !hasAdded && this.#tableChanges.isEmpty && this.#identityChanges === 0) return
    if (head.newestSeq !== head.writtenSeq) throw new Error('numbers were taken for events that were not written')
    head.members = removeRows(addRows(head.members, this.#addedMemberRows), this.#removedMemberRows)
    if (head.tableSums !== undefined) head.tableSums = this.#tableChanges.appliedTo(head.tableSums)
    if (this.#identityChanges > 0) head.identityVersion += 1
    const { sellerId } = this.#origin
    this.#unit.writeLast(keyOf(sellerId), new HeadWrite(sellerId, head, true))
  }

  #changed(): Locked {
    if (this.#locked === undefined) throw new Error('the head is not locked')
    this.#locked.isChanged = true
    return this.#locked
  }

  async #lockStored(): Promise<Locked | undefined> {
    const { sellerId } = this.#origin
    const earlier = this.#unit.lastWrite(keyOf(sellerId))
    if (earlier instanceof HeadWrite) {
      if (earlier.head.keys.generation !== this.keys.generation) await this.#refuseKeys(earlier.head.keys.generation)
      return { ...earlier.head, isChanged: false }
    }
    const row = await this.#unit.lockOne(findEventHead({ sellerId }))
    if (row === undefined) return undefined
    if (isFencedHead(row)) throw new SellerMovedError(sellerId)
    const stored = eventHeadOfRow(row)
    if (stored.hash === undefined) throw new Error('the head of events of the seller is damaged')
    if (stored.generation !== this.keys.generation) await this.#refuseKeys(stored.generation)
    const { newestSeq, hash, requests, members, identityVersion, boundaryDigest, tableSums } = stored
    const sums = { requests, members, identityVersion, boundaryDigest, tableSums }
    const seal = headSeal(this.keys.heads, { sellerId, newestSeq, hash, ...sums })
    const brokenSeal = isSeal(stored.seal, seal) ? undefined : (stored.seal ?? null)
    const locked = { newestSeq, writtenSeq: newestSeq, hash, ...sums, keys: this.keys, isChanged: false, brokenSeal }
    this.#unit.writeLast(keyOf(sellerId), new HeadWrite(sellerId, { ...locked }, false))
    return locked
  }

  async #insertFirst(): Promise<Locked> {
    const { sellerId } = this.#origin
    await this.#checkCurrent()
    const sums = { requests: noRows, members: noRows, identityVersion: 0, boundaryDigest: undefined, tableSums: '' }
    const { generation } = this.keys
    const first = { newestSeq: 0, hash: firstHash, ...sums, generation, seal: undefined }
    await this.#unit.run(insertEventHead(firstHeadCells(sellerId, first)))
    return {
      newestSeq: 0,
      writtenSeq: 0,
      hash: firstHash,
      ...sums,
      keys: this.keys,
      isChanged: true,
      brokenSeal: undefined,
    }
  }

  /** @throws LostRaceError since the rows of the seller are written under other keys */
  async #refuseKeys(generation: number): Promise<never> {
    throw await this.#keyring.correct(this.#origin.sellerId, generation, this.#unit)
  }

  /** A first head is written under the current keys, which stay current until the commit. @throws LostRaceError when they are not */
  async #checkCurrent(): Promise<void> {
    if ((await this.#unit.run(lockCurrentKey({ generation: this.keys.generation }))) > 0) return
    await this.#keyring.refresh(this.#unit)
    throw new LostRaceError('the keys of the store were changed')
  }
}

function keyOf(sellerId: string): string {
  return `event_head ${sellerId}`
}

/** Seals and writes the head that the last work of a commit left. */
class HeadWrite implements LastWrite {
  readonly #sellerId: string
  readonly head: Readonly<Locked>
  readonly #isChanged: boolean

  /** @param isChanged whether the head is other than stored; if not, it is kept for the works that follow */
  constructor(sellerId: string, head: Readonly<Locked>, isChanged: boolean) {
    this.#sellerId = sellerId
    this.head = head
    this.#isChanged = isChanged
  }

  writes(): readonly RequiredWrite[] {
    if (!this.#isChanged) return []
    const { writtenSeq: _written, isChanged: _changed, brokenSeal, keys, ...content } = this.head
    const { generation, heads } = keys
    const seal = brokenSeal === undefined ? headSeal(heads, { sellerId: this.#sellerId, ...content }) : brokenSeal
    const statement = setEventHead(this.#sellerId, { ...content, generation, seal })
    return [{ write: { kind: 'run', statement }, rows: 1, lost: 'the head was changed' }]
  }
}
