import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlReader, SqlRow, SqlValue } from '#database/sql-engine'
import { select, type Table } from '#database/table'
import { addRows, noRows, type RowSum, removeRows, rowSumOf, type Seals } from '#encryption/seals'
import { jobTable } from '#store/tables/job'
import { jobItemTable } from '#store/tables/job-item'
import { reconciliationFindingTable } from '#store/tables/reconciliation-finding'
import { reconciliationReportTable } from '#store/tables/reconciliation-report'
import { ruleEventTable } from '#store/tables/rule-event'

/** A table of sellers over whose rows each head has a sum of its own. */
export type SummedTable = Readonly<{
  table: Table
  /** What is summed of a row with all columns; undefined for a row that says nothing yet. */
  sealed(row: SqlRow): readonly SqlValue[] | undefined
}>

/** Rows of a summed table with all columns. */
export type ChangedRows = Readonly<{ added?: readonly SqlRow[]; removed?: readonly SqlRow[] }>

/** All but when a job has something to do next, which changes with each turn and delays at most. */
export const summedJobs: SummedTable = summedWithout(jobTable, 'due_ms')

export const summedItems: SummedTable = { table: jobItemTable, sealed: (row) => row }

const report = select(reconciliationReportTable.columns)
const sealedReport = summedWithout(reconciliationReportTable, 'due_ms')

/** All but the turn, as of jobs. A row without a report is a turn only. */
export const summedReports: SummedTable = {
  table: reconciliationReportTable,
  sealed: (row) => (row[report.at.report_text] === null ? undefined : sealedReport.sealed(row)),
}

export const summedFindings: SummedTable = { table: reconciliationFindingTable, sealed: (row) => row }

export const summedRuleEvents: SummedTable = { table: ruleEventTable, sealed: (row) => row }

export const summedTables: readonly SummedTable[] = [
  summedJobs,
  summedItems,
  summedReports,
  summedFindings,
  summedRuleEvents,
]

function summedWithout<Column extends string>(table: Table<Column>, column: NoInfer<Column>): SummedTable {
  const place = table.columns.indexOf(column)
  return { table, sealed: (row) => row.toSpliced(place, 1) }
}

/** The sums by table, without those of no rows. */
type TableSums = ReadonlyMap<string, RowSum>

/** The text of sums: a table, its count and its sum in hexadecimal each, in the order of the tables. */
export function tableSumsText(sums: TableSums): string {
  return summedTables
    .flatMap(({ table: { name } }) => {
      const { count, sum } = sums.get(name) ?? {}
      return sum === undefined ? [] : `${name} ${count} ${Buffer.from(sum).toString('hex')}`
    })
    .join(',')
}

/** Reads what `tableSumsText` wrote. An altered text has other sums, or none. */
export function parseTableSums(text: string): TableSums {
  const parts = text === '' ? [] : text.split(',')
  return new Map(
    parts.map((part) => {
      const [name = '', count = '', sum = ''] = part.split(' ')
      return [name, rowSumOf(Number(count), Buffer.from(sum, 'hex'))]
    }),
  )
}

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
function sealsOfRows(seals: Seals, { table, sealed }: SummedTable, rows: readonly SqlRow[]): readonly Uint8Array[] {
  return rows.flatMap((row) => {
    const values = sealed(row)
    return values === undefined ? [] : [seals.of(table.name, values)]
  })
}

type Summing = Readonly<{ reader: SqlReader; seals: Seals; sellerId: string }>

/** The sum over the present rows of a seller in a table. */
export async function sumTable({ reader, seals, sellerId }: Summing, summed: SummedTable): Promise<RowSum> {
  let sum = noRows
  const waiting: SqlRow[] = []
  const add = () => {
    sum = addRows(sum, sealsOfRows(seals, summed, waiting.splice(0)))
  }
  for await (const row of rowsInKeyOrder(reader, { table: summed.table, sellerId })) {
    waiting.push(row)
    if (waiting.length === blockSize) add()
  }
  add()
  return sum
}

const blockSize = 500
