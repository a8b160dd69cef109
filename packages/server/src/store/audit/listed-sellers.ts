import type { SqlReader } from '#database/sql-engine'
import { listSellersElsewhere, listSellersOfTwoStores, listSellersWithRows } from '#store/tables/seller'
import { checkDamage, type Findings } from './findings.ts'

/** The sellers to audit: all, or the one that was named if it exists. None where the list cannot be read, which is a finding. */
export async function listedSellers(
  { reader, findings }: Readonly<{ reader: SqlReader; findings: Findings }>,
  sellerId: string | undefined,
): Promise<readonly string[]> {
  let all: readonly string[] = []
  await checkDamage({ findings }, 'seller', async () => {
    all = await listHereSellers(reader)
  })
  return sellerId === undefined ? all : all.filter((id) => id === sellerId)
}

/** Without those that are on their way into the store or left it: what it has of them is not whole. */
export async function listHereSellers(reader: SqlReader): Promise<readonly string[]> {
  const elsewhere = await findSellersElsewhere(reader)
  const all = (await reader.all(listSellersWithRows())).map(([id]) => String(id))
  return all.filter((id) => !elsewhere.has(id))
}

export async function findSellersElsewhere(reader: SqlReader): Promise<ReadonlySet<string>> {
  return new Set((await reader.all(listSellersElsewhere())).map(([id]) => String(id)))
}

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
