import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import { addRows, noRows, type RowSum, type Seals } from '#encryption/seals'
import type { Keyring } from '#store/keys/keyring'
import { findHeadsWithoutSums } from '#store/tables/event-head'
import { ChainHead } from './chain-head.ts'
import { type SummedTable, summedTables, tableSumsText } from './summed-tables.ts'
import { sealsOfRows } from './table-changes.ts'

/** Gives the heads of a store that was written before tables had sums the sums over its present rows. */
export async function openTableSums(engine: SqlEngine, keyring: Keyring): Promise<void> {
  for (const [id] of await engine.reader.all(findHeadsWithoutSums())) {
    const sellerId = String(id)
    await transactUnit(engine, { sellerId }, async (unit) => {
      const origin = { sellerId, atMs: 0, actor: 'system', requestId: undefined }
      const head = new ChainHead({ unit, origin, keyring })
      await head.lock()
      await head.startTableSums(async () => {
        const sums = new Map<string, RowSum>()
        for (const summed of summedTables) {
          const sum = await sumTable({ reader: unit, seals: keyring.rows, sellerId }, summed)
          if (sum.count > 0) sums.set(summed.table.name, sum)
        }
        return tableSumsText(sums)
      })
      head.close()
    })
  }
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
