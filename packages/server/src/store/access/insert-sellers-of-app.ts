import type { SqlTransaction } from '#database/sql-engine'
import type { App } from '#domain/access/access-store'
import { insertAppSeller } from '#store/tables/app'

/** Inserts the sellers of an app, each once, in their order. */
export async function insertSellersOfApp(
  transaction: SqlTransaction,
  { appKey, sellerIds }: Pick<App, 'appKey' | 'sellerIds'>,
): Promise<void> {
  const rows = [...new Set(sellerIds)].map((sellerId, place) =>
    insertAppSeller.encode({ app_key: appKey, seller_id: sellerId, list_place: place }),
  )
  await transaction.insertMany(insertAppSeller.text, rows)
}
