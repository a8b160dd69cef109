import type { SqlValue } from '#database/sql-engine'
import type { NarrowKey } from '#store/tables/coupon-lists'
import type { ChangeTag } from './change-log.ts'

/** Stands for the whole seller as a list. */
export const chainTag: ChangeTag = 'chain'

/** Stands for the coupons of a seller with a value under a key. */
export function listTag(key: NarrowKey | 'channel', value: SqlValue): ChangeTag {
  return `${key} ${value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value}`
}
