import type { SqlReader } from '#database/sql-engine'
import { listSellersOfTwoStores } from '#store/tables/seller'
import { checkDamage, type Findings } from './findings.ts'
import { findSellersElsewhere } from './listed-sellers.ts'

/** Names sellers of another store that have data in this one, their directory: a program that knows no other store wrote it. */
export async function verifyPlaces(audit: Readonly<{ reader: SqlReader; findings: Findings }>): Promise<void> {
  await checkDamage(audit, 'seller', async () => {
    const elsewhere = await findSellersElsewhere(audit.reader)
    for (const [sellerId] of await audit.reader.all(listSellersOfTwoStores())) {
      if (elsewhere.has(String(sellerId))) continue
      audit.findings.add('counter', `seller ${sellerId}`, 'data of a seller that another store keeps')
    }
  })
}
