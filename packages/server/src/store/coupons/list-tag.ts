import type { SqlValue } from '../sql/sql-engine.ts'
import type { NarrowKey } from '../statements/narrow-list-statements.ts'
import type { ChangeTag } from './change-log.ts'

/** Stands for the whole chain as a list. */
export const chainTag: ChangeTag = 'chain'

/** Stands for the coupons of a chain with a value under a key. */
export function listTag(key: NarrowKey | 'channel', value: SqlValue): ChangeTag {
  return `${key} ${value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value}`
}
