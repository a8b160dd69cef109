import { readValue } from '#database/record'
import type { SqlReader } from '#database/sql-engine'
import type { Checkpoint, CheckpointVerdict, SignedCheckpoint } from '#domain/audit/audit-report'
import { isSeal } from '#encryption/seals'
import { OperatorError } from '#errors/operator-error'
import { firstHash, headSeal } from '#store/events/head-seal'
import type { CheckpointKey } from '#store/keys/checkpoint-key'
import type { Keyring } from '#store/keys/keyring'
import { readSealedSet } from '#store/keys/sealed-sets'
import { sealedTables } from '#store/keys/sealed-tables'
import type { StoredEventRow } from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { findStoreProperty, idProperty } from '#store/tables/store-property'
import { findSellersElsewhere, listHereSellers } from './listed-sellers.ts'
import type { PassedEvents } from './seller-state.ts'

type CheckpointParts = Readonly<{ keyring: Keyring; nowMs: number }>

/**
 * The newest event of every seller, and the version of every sealed table.
 * @throws OperatorError when the seal of a head does not fit: signing would vouch for an altered history
 */
export async function readCheckpoint(reader: SqlReader, { keyring, nowMs }: CheckpointParts): Promise<Checkpoint> {
  const sellers = []
  for (const sellerId of await listHereSellers(reader)) {
    const row = await reader.one(findEventHead({ sellerId }))
    if (row === undefined) continue
    const { hash = firstHash, seal, ...head } = eventHeadOfRow(row)
    const keys = keyring.find(head.generation)
    const isIntact = keys !== undefined && isSeal(seal, headSeal(keys.heads, { ...head, sellerId, hash }))
    if (!isIntact) throw alteredHistory(sellerId)
    sellers.push({ seller_id: sellerId, newest_seq: head.newestSeq, newest_hash: hexOf(hash) })
  }
  const tables = []
  for (const set of sealedTables) {
    const version = (await readSealedSet(reader, set))?.version ?? 0
    tables.push({ name: set.table, version })
  }
  const storeId = hexOf(await readValue(reader, findStoreProperty({ propertyName: idProperty })))
  const format = 'yaoquan-checkpoint-1'
  return { format, store_id: storeId, made_at: new Date(nowMs).toISOString(), sellers, tables }
}

function alteredHistory(sellerId: string): OperatorError {
  return new OperatorError({
    zh: `连锁 ${sellerId} 的历史被改动，不签发检查点，请执行 audit verify`,
    en: `the history of seller ${sellerId} was altered, no checkpoint is signed: run audit verify`,
  })
}

/** What of a checkpoint was found so far. */
export type TrailState = Readonly<{
  /** Heads that did not pass yet. */
  waiting: Map<string, Checkpoint['sellers'][number]>
  /** Sellers whose head of the checkpoint was removed with older events, or which were moved to another store. */
  removed: Set<string>
}>

/** Looks for the heads of a checkpoint while the events of each seller pass. */
export class CheckpointTrail implements PassedEvents {
  readonly state: TrailState
  readonly #signed: SignedCheckpoint
  readonly #waiting: TrailState['waiting']
  readonly #removed: TrailState['removed']

  /** @param state what passed before; default: nothing */
  constructor(signed: SignedCheckpoint, state = nothingPassed(signed)) {
    this.#signed = signed
    this.state = state
    this.#waiting = state.waiting
    this.#removed = state.removed
  }

  /** When the checkpoint was made. */
  get madeAt(): string {
    return this.#signed.checkpoint.made_at
  }

  /** The newest event of a seller in the checkpoint; undefined if it had none. */
  headOf(sellerId: string): Checkpoint['sellers'][number] | undefined {
    return this.#signed.checkpoint.sellers.find(({ seller_id }) => seller_id === sellerId)
  }

  onBoundary({ sellerId, seq, hash }: Parameters<PassedEvents['onBoundary']>[0]): void {
    this.#pass(sellerId, seq, hash)
    const head = this.#waiting.get(sellerId)
    if (head === undefined || head.newest_seq >= seq) return
    this.#waiting.delete(sellerId)
    this.#removed.add(sellerId)
  }

  onEvent({ sellerId, lastSeq, hash }: StoredEventRow): void {
    this.#pass(sellerId, lastSeq, hash)
  }

  #pass(sellerId: string, seq: number, hash: Uint8Array): void {
    const head = this.#waiting.get(sellerId)
    if (head?.newest_seq === seq && head.newest_hash === hexOf(hash)) this.#waiting.delete(sellerId)
  }

  /** After the last event. @param sellerId of all sellers only this one passed */
  async verdict(
    reader: SqlReader,
    { key, sellerId }: Readonly<{ key: CheckpointKey; sellerId: string | undefined }>,
  ): Promise<CheckpointVerdict> {
    const { checkpoint } = this.#signed
    const storeId = hexOf(await readValue(reader, findStoreProperty({ propertyName: idProperty })))
    if (!key.hasSigned(this.#signed) || checkpoint.store_id !== storeId) return 'not-of-this-store'
    for (const { name, version } of checkpoint.tables) {
      const set = sealedTables.find(({ table }) => table === name)
      const stored = set && (await readSealedSet(reader, set))
      if (stored === undefined || stored.version < version) return 'not-contained'
    }
    for (const id of await findSellersElsewhere(reader)) if (this.#waiting.delete(id)) this.#removed.add(id)
    const isIn = (sellers: ReadonlyMap<string, unknown> | ReadonlySet<string>) =>
      sellerId === undefined ? sellers.size > 0 : sellers.has(sellerId)
    if (isIn(this.#waiting)) return 'not-contained'
    return isIn(this.#removed) ? 'removed' : 'contained'
  }
}

function nothingPassed({ checkpoint }: SignedCheckpoint): TrailState {
  const heads = checkpoint.sellers.filter(({ newest_seq: seq }) => seq > 0)
  return { waiting: new Map(heads.map((head) => [head.seller_id, head])), removed: new Set() }
}

function hexOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : ''
}
