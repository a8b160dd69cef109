import { randomBytes } from 'node:crypto'
import type { DdlProfile } from '#database/ddl-profile'
import type { SqlEngine, SqlWork, TransactOptions } from '#database/sql-engine'
import { positional } from '#database/statement'
import { withinTransaction } from '#database/transactions'
import { DatabaseFault, leavesSession } from './database-fault.ts'
import { MarkedTransaction } from './marked-transaction.ts'
import type { Session } from './session.ts'

/** A row of `commit_mark` that one work at a time writes, each transaction with the next number. */
type Mark = { readonly id: Uint8Array; number: number }

const markIdBytes = 16

/**
 * Runs works so that each is committed exactly once, also when the answer to its COMMIT is lost (docs/adr/0008-fail-over.md).
 * A transaction writes its mark before its first row. After a lost answer, the next attempt reads the mark, waiting for the
 * transaction that may still be open: it has the number of that transaction exactly when that one was committed.
 */
export class CommitMarks {
  readonly #free: Mark[] = []

  /** Attempts of one work. Call `done` when no more will follow. */
  attempts<Result>(work: SqlWork<Result>, { sellerId = '', isRepeatable = false }: TransactOptions): Attempts<Result> {
    const mark = this.#free.pop() ?? { id: randomBytes(markIdBytes), number: 0 }
    return new Attempts({ sellerId, mark, work, isRepeatable, giveBack: () => this.#free.push(mark) })
  }
}

type AttemptsOf<Result> = Readonly<{
  /** Empty for rows of no seller. */
  sellerId: string
  mark: Mark
  work: SqlWork<Result>
  isRepeatable: boolean
  giveBack: () => void
}>

export class Attempts<Result> {
  readonly #of: AttemptsOf<Result>
  /** Results of transactions whose COMMIT was not answered, by the number of their mark. */
  readonly #unanswered = new Map<number, Result>()

  constructor(of: AttemptsOf<Result>) {
    this.#of = of
  }

  /**
   * Runs the work in a transaction, unless an earlier attempt turns out to be committed.
   * @throws DatabaseFault when the attempt failed or its COMMIT was not answered: attempt again
   */
  async run(session: Session): Promise<Result> {
    try {
      const transaction = this.#marked(session)
      if (this.#unanswered.size > 0) {
        const committed = await this.#findCommitted(transaction)
        if (committed !== undefined) {
          this.#unanswered.clear()
          await rollBack(session)
          return committed.result
        }
        // Written even if the work writes nothing: a transaction that is still under way conflicts with it and cannot be committed.
        await transaction.mark()
      }
      const result = await withinTransaction(transaction, this.#of.work)
      await transaction.checkHeld()
      await this.#commit(session, result, transaction.isMarked)
      return result
    } catch (error) {
      if (leavesSession(error)) await rollBack(session)
      throw error
    }
  }

  /** A mark whose last number may yet be committed is not used again. */
  done(): void {
    if (this.#unanswered.size === 0) this.#of.giveBack()
  }

  async #findCommitted(transaction: MarkedTransaction): Promise<Readonly<{ result: Result }> | undefined> {
    const { sellerId, mark } = this.#of
    const row = await transaction.findEarlier(positional(findCommitMark, [sellerId, mark.id]))
    const number = Number(row?.[0])
    if (!this.#unanswered.has(number)) return undefined
    return { result: this.#unanswered.get(number) as Result }
  }

  #marked(session: Session): MarkedTransaction {
    const { sellerId, mark, isRepeatable } = this.#of
    return new MarkedTransaction(session, {
      marks: session.mayLoseTransactions ? 'first' : isRepeatable ? 'never' : 'before writing',
      set() {
        mark.number += 1
        return positional(setCommitMark, [sellerId, mark.id, mark.number, mark.number])
      },
      find: positional(findOwnMark, [sellerId, mark.id]),
      isFound: (row) => Number(row?.[0]) === mark.number,
    })
  }

  async #commit(session: Session, result: Result, isMarked: boolean): Promise<void> {
    try {
      await session.command('COMMIT')
      this.#unanswered.clear()
    } catch (error) {
      const mayBeDone = error instanceof DatabaseFault && error.kind === 'unavailable'
      if (mayBeDone && isMarked && !this.#of.isRepeatable) this.#unanswered.set(this.#of.mark.number, result)
      throw error
    }
  }
}

/** Deletes marks that ended programs left. */
export async function deleteOldCommitMarks(engine: SqlEngine): Promise<void> {
  const old = await engine.reader.all(positional(findOldCommitMarks))
  if (old.length === 0) return
  await engine.transact(async (transaction) => {
    for (const key of old) await transaction.run(positional(deleteOldCommitMark, key))
  })
}

/** A lock wait that timed out has undone its statement only. */
function rollBack(session: Session): Promise<void> {
  return session.restore(() => session.command('ROLLBACK'))
}

/** Creates the table of commit marks where it is missing. A mark lies beside its seller's rows. */
export function createCommitMarks({ keyedSellerTableEnd }: DdlProfile): string {
  return `CREATE TABLE IF NOT EXISTS commit_mark (
    seller_id VARCHAR(64) NOT NULL,
    mark_id VARBINARY(16) NOT NULL,
    mark_no BIGINT NOT NULL,
    marked_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, mark_id)
  )${keyedSellerTableEnd}`
}

/** Parameters: seller, mark id, number, number again. */
const setCommitMark = `INSERT INTO commit_mark (seller_id, mark_id, mark_no, marked_at)
  VALUES (?, ?, ?, UNIX_TIMESTAMP()) ON DUPLICATE KEY UPDATE mark_no = ?, marked_at = UNIX_TIMESTAMP()`

/** Parameters: seller, mark id. Waits for a transaction that wrote the mark and has not ended. */
const findCommitMark = 'SELECT mark_no FROM commit_mark WHERE seller_id = ? AND mark_id = ? FOR UPDATE'

/** The same without waiting, within the transaction that wrote it. Parameters: seller, mark id. */
const findOwnMark = 'SELECT mark_no FROM commit_mark WHERE seller_id = ? AND mark_id = ?'

/** Marks that are no longer needed: a lost answer is resolved within minutes. */
const findOldCommitMarks = `SELECT seller_id, mark_id FROM commit_mark
  WHERE marked_at < UNIX_TIMESTAMP() - 86400 LIMIT 1000`

/** Parameters: seller, mark id. */
const deleteOldCommitMark = `DELETE FROM commit_mark
  WHERE seller_id = ? AND mark_id = ? AND marked_at < UNIX_TIMESTAMP() - 86400`
