import type { SqlReader } from '#database/sql-engine'
import { listSellersOfTwoStores } from '#store/tables/seller'
import { checkDamage, type Findings } from './findings.ts'

/** Names sellers of another store that have data in this one, their directory: a program that knows no other store wrote it. */
export async function verifyPlaces(audit: Readonly<{ reader: SqlReader; findings: Findings }>): Promise<void> {
  await checkDamage(audit, 'seller', async () => {
    for (const [sellerId] of await audit.reader.all(listSellersOfTwoStores())) {
      audit.findings.add('counter', `seller ${sellerId}`, 'data of a seller that another store keeps')
    }
  })
}
