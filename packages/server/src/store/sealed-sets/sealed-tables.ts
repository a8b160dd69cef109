import type { SqlEngine, SqlReader, SqlTransaction } from '#database/sql-engine'
import type { Table } from '#database/table'
import { transactRepeating } from '#database/transact-repeating'
import type { KeyGeneration } from '#encryption/key-generation'
import type { Keyring } from '#store/keys/keyring'
import { appSellerTable, appTable } from '#store/tables/app'
import { appSessionTable } from '#store/tables/app-session'
import { oauthGrantTable } from '#store/tables/oauth-grant'
import { operatorTable } from '#store/tables/operator'
import { operatorRoleTable } from '#store/tables/operator-role'
import { operatorSessionTable } from '#store/tables/operator-session'
import { retentionPolicyTable } from '#store/tables/retention-policy'
import { sellerTable } from '#store/tables/seller'
import { sellerPolicyTable } from '#store/tables/seller-policy'
import { shopGroupTable } from '#store/tables/shop-group'
import type { TableName } from '#store/tables/tables'
import { webhookTable } from '#store/tables/webhook'
import { changeSealed, openSealedSet, readSealedSet, type SealedSet } from './sealed-sets.ts'

/** Which apps may call, and with what rights. When an old secret was last used is written by calls. */
export const appSet: SealedSet = setOf(appTable, {
  key: ['app_key'],
  columns: appTable.columns.filter((column) => column !== 'old_secret_used_at_ms'),
})

/** For which sellers an app may call. */
const appSellerSet: SealedSet = setOf(appSellerTable, { key: ['app_key'] })

export const sessionSet: SealedSet = setOf(appSessionTable)

/** Who may get sessions by OAuth. */
export const oauthGrantSet: SealedSet = setOf(oauthGrantTable)

export const sellerSet: SealedSet = setOf(sellerTable)

/** Who may sign in to the console. The code that was used last changes with each sign-in. */
export const operatorSet: SealedSet = setOf(operatorTable, {
  columns: operatorTable.columns.filter((column) => column !== 'totp_step'),
})

/** What operators may do. */
const operatorRoleSet: SealedSet = setOf(operatorRoleTable, { key: ['operator_name'] })

/** Who is signed in; when a session was used last changes with calls. */
export const operatorSessionSet: SealedSet = setOf(operatorSessionTable, {
  key: ['operator_name'],
  columns: ['operator_name', 'token_digest', 'created_at_ms', 'expires_at_ms'],
})

/** Where events are sent; how far that has come changes with each delivery and decides nothing else. */
export const webhookSet: SealedSet = setOf(webhookTable, {
  columns: ['seller_id', 'webhook_id', 'url', 'secret_sealed', 'created_at_ms'],
})

/** What passes remove; which pass is due, and what none has reported yet, change with each. */
export const retentionSet: SealedSet = setOf(retentionPolicyTable, {
  columns: ['seller_id', 'request_days', 'member_days', 'event_days', 'set_at_ms'],
})

/** By which rules coupons are judged. */
export const policySet: SealedSet = setOf(sellerPolicyTable)

/** In which shops coupons are valid. */
export const shopGroupSet: SealedSet = setOf(shopGroupTable)

function setOf<Column extends string>(
  { name, key, columns }: Table<Column>,
  exceptions: Partial<Readonly<Record<'key' | 'columns', readonly Column[]>>> = {},
): SealedSet {
  return { table: name, key, columns, ...exceptions }
}

/**
 * What an audit compares the rows of each table with: the events of their seller, or a sum in their head, their sealed sum, or nothing, where a
 * row proves itself or a wrong one does no harm.
 */
const proofs: Readonly<Record<TableName, 'events' | 'nothing' | SealedSet>> = {
  app: appSet,
  app_seller: appSellerSet,
  app_session: sessionSet,
  category: 'nothing',
  chain_event: 'events',
  counter: 'events',
  coupon: 'events',
  coupon_template: 'events',
  event_cut: 'events',
  event_head: 'events',
  figure_cursor: 'nothing',
  figure_day: 'nothing',
  figure_name: 'nothing',
  figure_outstanding: 'nothing',
  job: 'nothing',
  job_item: 'nothing',
  member: 'events',
  member_card: 'events',
  member_event: 'events',
  member_merge: 'events',
  member_phone: 'events',
  member_usage: 'events',
  oauth_grant: oauthGrantSet,
  operator: operatorSet,
  operator_role: operatorRoleSet,
  operator_session: operatorSessionSet,
  out_request: 'events',
  phone_member: 'events',
  reconciliation_finding: 'nothing',
  reconciliation_report: 'nothing',
  redemption: 'events',
  refused_call: 'nothing',
  redemption_upload: 'events',
  reserved_code: 'events',
  retention_policy: retentionSet,
  rule_event: 'nothing',
  sale: 'events',
  sale_return: 'events',
  sealed_set: 'nothing',
  sealed_text: 'events',
  seller: sellerSet,
  seller_policy: policySet,
  shop_order: 'events',
  shop_order_coupon: 'events',
  shop_order_line: 'events',
  shop: 'nothing',
  shop_group: shopGroupSet,
  sign_in_attempt: 'nothing',
  store_key: 'nothing',
  store_property: 'nothing',
  template_cut: 'events',
  template_stock: 'events',
  template_version: 'events',
  usage_day: 'nothing',
  used_sign: 'nothing',
  webhook: webhookSet,
}

export const sealedTables: readonly SealedSet[] = Object.values(proofs).filter((proof) => typeof proof === 'object')

/** Creates the sealed sums of a new store, whose tables are empty. */
export async function openSealedSets(engine: SqlEngine, keyring: Keyring): Promise<void> {
  const stored = await Promise.all(sealedTables.map((set) => readSealedSet(engine.reader, set)))
  if (stored.every((set) => set !== undefined)) return
  await transactRepeating(engine, async (transaction) => {
    for (const set of sealedTables) await openSealedSet(transaction, keyring, set)
  })
}

type AppChange = Readonly<{ transaction: SqlTransaction; keyring: Keyring; appKey: string }>

/** Changes the rows of an app, and the sealed sums over them. @param work changes no other app */
export function changeSealedApp<Result>(
  { appKey, ...change }: AppChange,
  work: (keys: KeyGeneration) => Promise<Result>,
): Promise<Result> {
  const key = [appKey]
  return changeSealed({ ...change, set: appSet, key }, (keys) =>
    changeSealed({ ...change, set: appSellerSet, key }, () => work(keys)),
  )
}

type OperatorSetChange = Readonly<{
  transaction: SqlReader & Pick<SqlTransaction, 'run'>
  keyring: Keyring
  name: string
}>

/** Changes the rows of an operator, and the sealed sums over them. @param work changes no other operator */
export function changeSealedOperator<Result>(
  { name, ...change }: OperatorSetChange,
  work: (keys: KeyGeneration) => Promise<Result>,
): Promise<Result> {
  const key = [name]
  return changeSealed({ ...change, set: operatorSet, key }, (keys) =>
    changeSealed({ ...change, set: operatorRoleSet, key }, () => work(keys)),
  )
}
