import { setImmediate as nextTurn } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { cellText } from '#database/record'
import type { SqlReader, SqlRow } from '#database/sql-engine'
import {
  type Block,
  blockOfRow,
  type ListPart,
  type NarrowStatements,
  narrowStatements,
} from '#store/tables/coupon-lists'
import { mergedStatements, mergedValues } from '#store/tables/merged-lists'
import { type Checkpoint, ListCheckpoints } from './list-checkpoints.ts'
import type { NarrowList } from './narrow-list.ts'

export type LongListsOptions = Readonly<{
  reader: SqlReader
  /** Milliseconds from any beginning. */
  monotonicMs: () => number
  /** Coupons under a key from one checkpoint to the next. */
  step?: number
  /** Maximum number of checkpoints of all lists; the least recently read lists are dropped. */
  maxCheckpoints?: number
}>

/** A list as it was counted. */
type CountedList = Readonly<{
  totalCount: number
  /**
   * Rows as `findRows` gives them.
   * @param offset coupons of the list before the first
   * @param limit with the offset no more than the total
   */
  findRows(offset: number, limit: number): Promise<readonly SqlRow[]>
}>

/**
 * Counts narrow lists and finds their far pages. A list shorter than two steps is counted each time. Of a longer one, such
 * as the placeholder phone that tills write for customers who give none, this process keeps checkpoints, so that any page and
 * the exact total cost little more than those of a short list: only the coupons after a checkpoint are read. The first query
 * walks the list once, with pauses for other calls; queries that arrive during the walk share it.
 *
 * A checkpoint is kept once a whole step follows it, so checkpoints never cover the newest commits, which a cluster may lose. Checkpoints
 * found on one node hold on every other; a node that lags gives fewer rows, never wrong ones.
 */
export class LongLists {
  readonly #reader: SqlReader
  readonly #monotonicMs: () => number
  readonly #step: number
  readonly #known: LRUCache<string, ListCheckpoints>
  readonly #walks = new Map<string, Promise<Walked>>()

  constructor({ reader, monotonicMs, step = 500, maxCheckpoints = 1_000_000 }: LongListsOptions) {
    this.#reader = reader
    this.#monotonicMs = monotonicMs
    this.#step = step
    this.#known = new LRUCache({ maxSize: maxCheckpoints, sizeCalculation: (checkpoints) => checkpoints.count })
  }

  /** Checkpoints kept now. */
  get checkpointCount(): number {
    return this.#known.calculatedSize
  }

  async count(list: NarrowList): Promise<CountedList> {
    const name = nameOf(list)
    // Its last block may have been read before a coupon was issued that this question must count, so the tail is read anew.
    await this.#walks.get(name)
    const checkpoints = this.#known.get(name)
    const from = checkpoints?.last ?? beginning
    const tail = await this.#readBlock(list, from, 2 * this.#step)
    if (tail.examined < 2 * this.#step) {
      return this.#counted(list, { checkpoints: checkpoints ?? noCheckpoints, totalCount: from.rank + tail.matching })
    }
    return this.#counted(list, await this.#walkShared(name, list))
  }

  #counted(list: NarrowList, { checkpoints, totalCount }: Walked): CountedList {
    return { totalCount, findRows: (offset, limit) => this.#findRows({ list, checkpoints }, offset, limit) }
  }

  #walkShared(name: string, list: NarrowList): Promise<Walked> {
    const running = this.#walks.get(name)
    if (running !== undefined) return running
    const walk = this.#walk(name, list).finally(() => this.#walks.delete(name))
    this.#walks.set(name, walk)
    return walk
  }

  async #walk(name: string, list: NarrowList): Promise<Walked> {
    const checkpoints = this.#known.get(name) ?? new ListCheckpoints()
    const totalCount = await this.#addCheckpoints(list, checkpoints)
    // The cache weighs a list when it comes in, so one that has grown comes in anew.
    this.#known.delete(name)
    this.#known.set(name, checkpoints)
    return { checkpoints, totalCount }
  }

  /** @returns how many the list holds when its end was reached */
  async #addCheckpoints(list: NarrowList, checkpoints: ListCheckpoints): Promise<number> {
    let ahead: Checkpoint | undefined
    let turnStartMs = this.#monotonicMs()
    for (;;) {
      const from: Checkpoint = ahead ?? checkpoints.last
      const block = await this.#readBlock(list, from, this.#step)
      const rank = from.rank + block.matching
      if (block.examined < this.#step) return rank
      if (ahead !== undefined) checkpoints.add(ahead)
      ahead = { seq: block.lastSeq, rank }
      if (this.#monotonicMs() - turnStartMs < maxTurnMs) continue
      await nextTurn()
      turnStartMs = this.#monotonicMs()
    }
  }

  async #readBlock(list: NarrowList, { seq }: Checkpoint, size: number): Promise<Block> {
    const { measureBlock } = statementsOf(list)
    return blockOfRow(await this.#reader.one(measureBlock({ ...listValues(list), afterSeq: seq, size })))
  }

  /** If few coupons match the filters, a page is gathered from the parts of the list that contain some. */
  async #findRows(walked: ListWithCheckpoints, offset: number, limit: number): Promise<readonly SqlRow[]> {
    const { list, checkpoints } = walked
    const rows: SqlRow[] = []
    while (rows.length < limit) {
      const start = offset + rows.length
      const checkpoint = checkpoints.before(start)
      const part = { ...listValues(list), afterSeq: checkpoint.seq, size: 2 * this.#step }
      const page = { ...part, limit: limit - rows.length, offset: start - checkpoint.rank }
      const found = await this.#reader.all(statementsOf(list).findRows(page))
      if (found.length === 0) break
      rows.push(...found)
      if (rows.length < limit) await nextTurn()
    }
    return rows
  }
}

type Walked = Readonly<{ checkpoints: ListCheckpoints; totalCount: number }>
type ListWithCheckpoints = Readonly<{ list: NarrowList; checkpoints: ListCheckpoints }>

const beginning: Checkpoint = { seq: 0, rank: 0 }
const noCheckpoints = new ListCheckpoints()

/** Work of a walk between two turns of the event loop; some 30 calls take as long. */
const maxTurnMs = 2

function nameOf({ sellerId, key, keyValue, merged, filters }: NarrowList): string {
  const tests = filters.map(({ column, value }) => [column, cellText(value)])
  return JSON.stringify([sellerId, key, cellText(keyValue), merged, tests])
}

function statementsOf({ key, merged, filters }: NarrowList): NarrowStatements {
  const columns = filters.map(({ column }) => column)
  return merged === undefined ? narrowStatements(key, columns) : mergedStatements(merged, columns)
}

/** What both statements take of a list. */
export function listValues({ sellerId, keyValue, merged, filters }: NarrowList): Omit<ListPart, 'afterSeq' | 'size'> {
  const keys = merged === undefined ? { keyValue, refs: [], cardRef: undefined } : mergedValues(merged)
  const given = new Map(filters.map(({ column, value }) => [column, value]))
  const filtered = { channel: given.get('channel'), phone_ref: given.get('phone_ref'), card_ref: given.get('card_ref') }
  return { sellerId, ...keys, ...filtered }
}
