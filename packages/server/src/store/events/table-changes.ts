import type { SqlRow } from '#database/sql-engine'
import { addRows, noRows, type RowSum, removeRows, type Seals } from '#encryption/seals'
import { type ChangedRows, parseTableSums, type SummedTable, tableSumsText } from './summed-tables.ts'

/** What a work adds to the sums of tables and takes out of them. */
export class TableChanges {
  readonly #seals: Seals
  readonly #byTable = new Map<string, RowSum>()

  constructor(seals: Seals) {
    this.#seals = seals
  }

  get isEmpty(): boolean {
    return this.#byTable.size === 0
  }

  add(summed: SummedTable, { added = [], removed = [] }: ChangedRows): void {
    const { name } = summed.table
    const sum = this.#byTable.get(name) ?? noRows
    const sealsOf = (rows: readonly SqlRow[]) => sealsOfRows(this.#seals, summed, rows)
    this.#byTable.set(name, removeRows(addRows(sum, sealsOf(added)), sealsOf(removed)))
  }

  /** @param text of the sums before */
  appliedTo(text: string): string {
    if (this.isEmpty) return text
    const sums = new Map(parseTableSums(text))
    for (const [name, { count, sum }] of this.#byTable) {
      const before = sums.get(name) ?? noRows
      sums.set(name, { ...addRows(before, [sum]), count: before.count + count })
    }
    return tableSumsText(sums)
  }
}

/** One seal for each row that says something. @param seals of rows */
export function sealsOfRows(
  seals: Seals,
  { table, sealed }: SummedTable,
  rows: readonly SqlRow[],
): readonly Uint8Array[] {
  return rows.flatMap((row) => {
    const values = sealed(row)
    return values === undefined ? [] : [seals.of(table.name, values)]
  })
}
