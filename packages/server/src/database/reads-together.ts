import { setImmediate as nextTurn } from 'node:timers/promises'
import { cellText } from './record.ts'
import { comparedText, type Presence, type Sharing, sharingOf } from './shared-statements.ts'
import type { BoundStatement, SqlRow, SqlTransaction, SqlValue } from './sql-engine.ts'
import { listsOf } from './table.ts'

type Input = Readonly<{
  statement: BoundStatement
  resolve: (rows: readonly SqlRow[]) => void
  reject: (error: unknown) => void
}>

/**
 * Reads for several that read at the same time in one transaction. What all of them ask in one turn of the event loop is read together, in one
 * message: equal statements once, and statements that differ in their list as one with the items of all. Nothing is sent before the answer to
 * what was sent before, and nothing more after an error, since the transaction may be gone.
 */
export class ReadsTogether {
  readonly #allOf: SqlTransaction['allOf']
  #asked: Input[] = []
  /** What goes out with the next message. */
  #sending: Input[] = []
  #isReading = false
  #failure: Readonly<{ error: unknown }> | undefined

  constructor(allOf: SqlTransaction['allOf']) {
    this.#allOf = allOf
  }

  all(statement: BoundStatement): Promise<readonly SqlRow[]> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ statement, resolve, reject })
      this.#begin()
    })
  }

  #begin(): void {
    if (!this.#isReading) void this.#readAll()
  }

  async #readAll(): Promise<void> {
    this.#isReading = true
    while (this.#asked.length + this.#sending.length > 0) {
      await nextTurn()
      const input = this.#asked
      this.#asked = []
      for (const alike of Map.groupBy(input, likenessOf).values()) void this.#readAlike(alike)
      await this.#send()
    }
    this.#isReading = false
  }

  async #send(): Promise<void> {
    const sent = this.#sending
    this.#sending = []
    if (sent.length === 0) return
    try {
      if (this.#failure !== undefined) throw this.#failure.error
      const found = await this.#allOf(sent.map(({ statement }) => statement))
      for (const [place, { resolve }] of sent.entries()) resolve(found[place] ?? [])
    } catch (error) {
      this.#failure ??= { error }
      for (const { reject } of sent) reject(error)
    }
  }

  #read(statement: BoundStatement): Promise<readonly SqlRow[]> {
    return new Promise((resolve, reject) => {
      this.#sending.push({ statement, resolve, reject })
      this.#begin()
    })
  }

  async #readAlike(alike: readonly Input[]): Promise<void> {
    try {
      await this.#share(alike)
    } catch (error) {
      this.#failure ??= { error }
      for (const { reject } of alike) reject(error)
    }
  }

  async #share(alike: readonly Input[]): Promise<void> {
    const [first] = alike
    if (first === undefined) return
    const sharing = sharingIn(first)
    if (sharing?.kind === 'list') await this.#readLists(alike, sharing)
    else if (sharing?.kind === 'presence') await this.#readPresent(alike, sharing)
    else {
      const rows = await this.#read(first.statement)
      for (const { resolve } of alike) resolve(rows)
    }
  }

  async #readLists(
    alike: readonly Input[],
    { keyOfRow, keysOfItem }: Extract<Sharing, { kind: 'list' }>,
  ): Promise<void> {
    const items = new Map<string, unknown>()
    for (const input of alike) for (const item of listOf(input)) items.set(keysOfItem(item).join(' '), item)
    const found = await Promise.all(listsOf([...items.values()]).map((list) => this.#read(withList(alike, list))))
    const rows = found.flat()
    const byKey = Map.groupBy(rows, keyOfRow)
    for (const input of alike) {
      const keys = new Set(listOf(input).flatMap((item) => keysOfItem(item)))
      input.resolve([...keys].flatMap((key) => byKey.get(key) ?? []))
    }
  }

  async #readPresent(alike: readonly Input[], { by, find, limit }: Presence): Promise<void> {
    const valueIn = (input: Input) => cellText(madeOf(input)?.given[by] as SqlValue)
    const values = new Map(alike.map((input) => [valueIn(input), madeOf(input)?.given[by]]))
    const present = values.size === 1 ? undefined : await this.#findPresent(alike, { find, limit, values })
    const reads = [...Map.groupBy(alike, valueIn)].map(async ([value, same]) => {
      const [first] = same
      if (first === undefined) return
      const rows = present?.has(comparedText(value)) === false ? [] : await this.#read(first.statement)
      for (const { resolve } of same) resolve(rows)
    })
    await Promise.all(reads)
  }

  /** @returns undefined where there are too many rows to say */
  async #findPresent(
    [first]: readonly Input[],
    { find, limit, values }: Pick<Presence, 'find' | 'limit'> & Readonly<{ values: ReadonlyMap<string, unknown> }>,
  ): Promise<ReadonlySet<string> | undefined> {
    const given = (first && madeOf(first)?.given) ?? {}
    const rows = await this.#read(find(given, [...values.values()]))
    return rows.length < limit ? new Set(rows.map(([value]) => comparedText(cellText(value)))) : undefined
  }
}

function madeOf({ statement }: Input): BoundStatement['of'] | undefined {
  return typeof statement === 'object' && 'of' in statement ? statement.of : undefined
}

function sharingIn(input: Input): Sharing | undefined {
  const made = madeOf(input)
  return made && sharingOf(made.statement)
}

function listOf(input: Input): readonly unknown[] {
  const made = madeOf(input)
  return made === undefined ? [] : (made.given[made.statement.list ?? ''] as readonly unknown[])
}

/** The statement of those who ask alike, with a list of all. */
function withList([first]: readonly Input[], list: readonly unknown[]): BoundStatement {
  const made = first && madeOf(first)
  if (made?.statement.list === undefined) throw new TypeError('a statement without a list has no items')
  return made.statement({ ...made.given, [made.statement.list]: list })
}

/** Equal for statements that are read as one. */
function likenessOf(input: Input): string {
  const made = madeOf(input)
  const sharing = sharingIn(input)
  if (made === undefined || sharing === undefined) {
    const { text, values } = input.statement
    return JSON.stringify([text, ...values.map(kindAndText)])
  }
  const different = sharing.kind === 'list' ? made.statement.list : sharing.by
  const alike = Object.entries(made.given).filter(([name]) => name !== different)
  return JSON.stringify([numberOf(made.statement), ...alike.map(([name, value]) => [name, kindAndText(value)])])
}

function kindAndText(value: unknown): readonly [string, string] {
  return [typeof value, cellText(value as SqlValue)]
}

const numbers = new WeakMap<object, number>()
let newestNumber = 0

function numberOf(statement: object): number {
  const known = numbers.get(statement)
  if (known !== undefined) return known
  newestNumber += 1
  numbers.set(statement, newestNumber)
  return newestNumber
}
