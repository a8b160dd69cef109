import { appColumns } from '#store/tables/app-statements'
import type { SealedSet } from './sealed-sets.ts'

/** Who may call, and with what rights. */
export const appSet: SealedSet = {
  table: 'app',
  key: ['app_key'],
  // When an old secret was last used is written by calls.
  columns: ['app_key', ...appColumns.filter((column) => column !== 'old_secret_used_at_ms')],
}

/** For which sellers an app may call. */
export const appSellerSet: SealedSet = {
  table: 'app_seller',
  key: ['app_key'],
  columns: ['app_key', 'seller_id', 'list_place'],
}

export const sessionSet: SealedSet = {
  table: 'app_session',
  key: ['token_digest'],
  columns: ['token_digest', 'app_key', 'seller_id', 'expires_at_ms', 'created_at_ms'],
}

export const sellerSet: SealedSet = {
  table: 'seller',
  key: ['seller_id'],
  columns: ['seller_id', 'seller_name', 'created_at_ms'],
}

/** Where events are sent; how far that has come changes with each delivery and decides over nothing else. */
export const webhookSet: SealedSet = {
  table: 'webhook',
  key: ['seller_id', 'webhook_id'],
  columns: ['seller_id', 'webhook_id', 'url', 'secret_sealed', 'created_at_ms'],
}

export const sealedTables: readonly SealedSet[] = [appSet, appSellerSet, sessionSet, sellerSet, webhookSet]
