import type { BoundStatement, SqlRow, SqlTransaction, SqlValue, Write } from '#database/sql-engine'
import { positional } from '#database/statement'
import { DatabaseFault } from './database-fault.ts'
import type { Session } from './session.ts'

type Marking = Readonly<{
  marks: 'first' | 'before writing' | 'never'
  /** Gives the mark the next number. */
  set: () => BoundStatement
  find: BoundStatement
  /** Whether a row of `find` has the number of this transaction. */
  isFound: (row: SqlRow | undefined) => boolean
}>

/**
 * A transaction that writes its mark before its first row, together with what follows.
 *
 * A node of Galera may roll a transaction back in favour of what another node committed and report nothing until the next COMMIT, or ever, if a
 * text of several statements runs meanwhile: those that follow run in a new transaction, without the lock and the rows of those before. So there
 * the mark is the first statement, before the lock, and is read before COMMIT: it is found exactly if everything was one transaction. As
 * sessions do not commit by themselves, nothing else of the new one is stored.
 */
export class MarkedTransaction implements SqlTransaction {
  readonly #session: Session
  readonly #marking: Marking
  #isBegun = false
  #isMarked = false

  constructor(session: Session, marking: Marking) {
    this.#session = session
    this.#marking = marking
  }

  get isMarked(): boolean {
    return this.#isMarked
  }

  async all(statement: BoundStatement): Promise<readonly SqlRow[]> {
    const [rows = []] = await this.allOf([statement])
    return rows
  }

  async one(statement: BoundStatement): Promise<SqlRow | undefined> {
    return (await this.all(statement))[0]
  }

  lockOne(statement: BoundStatement): Promise<SqlRow | undefined> {
    return this.one(positional(`${statement.text} FOR UPDATE`, statement.values))
  }

  async allOf(statements: readonly BoundStatement[]): Promise<readonly (readonly SqlRow[])[]> {
    const first = this.#marking.marks === 'first' ? this.#firstStatements() : []
    const found = await this.#session.allOf([...first, ...statements])
    return found.slice(first.length)
  }

  async run(statement: BoundStatement): Promise<number> {
    const [written = 0] = await this.writeAll([{ kind: 'run', statement }])
    return written
  }

  async insertMany(text: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    await this.writeAll([{ kind: 'insert', text, rows }])
  }

  async writeAll(writes: readonly Write[]): Promise<readonly number[]> {
    const first = this.#marking.marks === 'never' ? [] : this.#firstStatements()
    const before = first.map((statement) => ({ kind: 'run', statement }) as const)
    const written = await this.#session.writeAll([...before, ...writes])
    return written.slice(first.length)
  }

  /** Reads the mark that an earlier transaction may have left, before this one writes its own. */
  async findEarlier(find: BoundStatement): Promise<SqlRow | undefined> {
    const first = this.#beginning()
    const found = await this.#session.allOf([...first, find])
    return found.at(-1)?.[0]
  }

  /** Writes the mark, unless it is written or there is none. */
  async mark(): Promise<void> {
    await this.writeAll([])
  }

  /** @throws DatabaseFault of kind `conflict` when the cluster rolled the transaction back */
  async checkHeld(): Promise<void> {
    const { marks, find, isFound } = this.#marking
    if (marks !== 'first' || !this.#isMarked || isFound(await this.#session.one(find))) return
    throw new DatabaseFault('the cluster rolled the transaction back', { kind: 'conflict', errno: 1213 })
  }

  #firstStatements(): readonly BoundStatement[] {
    if (this.#isMarked) return []
    this.#isMarked = true
    return [...this.#beginning(), this.#marking.set()]
  }

  /** A node of Galera waits here for what others committed, which it does not before an INSERT. Elsewhere the first statement begins it. */
  #beginning(): readonly BoundStatement[] {
    if (this.#isBegun || this.#marking.marks !== 'first') return []
    this.#isBegun = true
    return [positional('START TRANSACTION')]
  }
}
