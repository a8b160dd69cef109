import type { SqlTransaction } from '#database/sql-engine'
import type { Seals } from '#encryption/seals'
import { changeSealed } from './sealed-sets.ts'
import { appSellerSet, appSet } from './sealed-tables.ts'

type AppChange = Readonly<{ transaction: SqlTransaction; seals: Seals; appKey: string }>

/** Changes the rows of an app, and the sealed sums over them. @param work changes no other app */
export function changeSealedApp<Result>(
  { appKey, ...change }: AppChange,
  work: () => Promise<Result>,
): Promise<Result> {
  const key = [appKey]
  return changeSealed({ ...change, set: appSet, key }, () => changeSealed({ ...change, set: appSellerSet, key }, work))
}
