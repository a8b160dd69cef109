import type { SqlReader } from '#database/sql-engine'
import { listSellersWithRows } from '#store/tables/seller'
import { checkDamage, type Findings } from './findings.ts'

/** The sellers to audit: all, or the one that was named if it exists. None where the list cannot be read, which is a finding. */
export async function listedSellers(
  { reader, findings }: Readonly<{ reader: SqlReader; findings: Findings }>,
  sellerId: string | undefined,
): Promise<readonly string[]> {
  let all: readonly string[] = []
  await checkDamage({ findings }, 'seller', async () => {
    all = (await reader.all(listSellersWithRows())).map(([id]) => String(id))
  })
  return sellerId === undefined ? all : all.filter((id) => id === sellerId)
}
