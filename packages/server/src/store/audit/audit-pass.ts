import { existsSync, rmSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import type { AuditProgress, AuditReport } from '#domain/audit/audit-report'
import { type AuditFile, keepState } from './audit-file.ts'
import type { FoundSoFar } from './findings.ts'
import { newStoreState, reportOf, type StoreState } from './pass-store.ts'

type PassParts = Readonly<{
  /** Checks the files of the database. @returns whether it can */
  checkStorage: (found: FoundSoFar) => Promise<boolean>
  /** Does a part of the audit, whose reads see one moment. A part that was not finished may be begun again, with the state it has then. */
  slice: (state: () => StoreState) => Promise<void>
  /** Where the state is kept; undefined: nowhere. */
  file: AuditFile | undefined
  /** Epoch milliseconds. */
  clock: () => number
}>

/** The first pause between two times that the state is kept, milliseconds. */
const keepEveryMs = 1_000
/** Keeping a large state takes at most one part in so many of the time. */
const keepShare = 20

/** An audit of a whole store under way. A state that was kept goes on where it was. */
export class AuditPass {
  readonly #parts: PassParts
  #state: StoreState
  #kept: Buffer
  #nextKeepMs = Number.NEGATIVE_INFINITY

  /** @param state what was kept before, whose seller may begin again as often as a new one; default: a new audit */
  constructor(parts: PassParts, state = newStoreState(parts.clock())) {
    this.#parts = parts
    this.#state = state
    if (state.seller !== undefined) state.seller.restarts = 0
    this.#kept = serialize(state)
  }

  get isDone(): boolean {
    return this.#state.endedAtMs !== undefined
  }

  get progress(): AuditProgress {
    const { done, planned, seller } = this.#state
    return { done: Math.min(done + (seller?.done ?? 0), planned), planned, sellerId: seller?.sellerId }
  }

  /** Checks the files of the database, where that was not done. That is one statement: of a file nothing else runs meanwhile, no signal handler either. */
  async checkStorage(): Promise<void> {
    if (this.#state.isStorageChecked !== undefined) return
    this.#state.isStorageChecked = await this.#parts.checkStorage(this.#state.found)
    this.#kept = serialize(this.#state)
  }

  /** Does the next part, which takes some second; the sums of a seller take longer. @throws OperatorError when the state cannot be kept */
  async next(): Promise<void> {
    await this.checkStorage()
    let isBegun = false
    await this.#parts.slice(() => {
      if (isBegun) this.#state = deserialize(this.#kept)
      isBegun = true
      return this.#state
    })
    if (this.isDone) return this.#forget()
    if (this.#parts.clock() >= this.#nextKeepMs) this.keep()
  }

  /** Keeps where the audit is, durably. */
  keep(): void {
    const { file, clock } = this.#parts
    const begunMs = clock()
    this.#kept = serialize(this.#state)
    if (file !== undefined) keepState(file, this.#kept)
    this.#nextKeepMs = clock() + Math.max(keepEveryMs, keepShare * (clock() - begunMs))
  }

  report(): AuditReport {
    return reportOf(this.#state)
  }

  #forget(): void {
    const { file } = this.#parts
    if (file !== undefined && existsSync(file.path)) rmSync(file.path)
  }
}
