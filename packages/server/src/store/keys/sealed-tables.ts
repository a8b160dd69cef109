import type { SqlReader, SqlTransaction } from '#database/sql-engine'
import type { Table } from '#database/table'
import type { KeyGeneration } from '#encryption/key-generation'
import { appSellerTable, appTable } from '#store/tables/app'
import { appSecretReaderTable } from '#store/tables/app-secret-reader'
import { appSessionTable } from '#store/tables/app-session'
import { oauthGrantTable } from '#store/tables/oauth-grant'
import { operatorTable } from '#store/tables/operator'
import { operatorRoleTable } from '#store/tables/operator-role'
import { operatorSessionTable } from '#store/tables/operator-session'
import { retentionPolicyTable } from '#store/tables/retention-policy'
import { retentionWaitTable } from '#store/tables/retention-wait'
import { sellerTable } from '#store/tables/seller'
import { sellerPolicyTable } from '#store/tables/seller-policy'
import { shopGroupTable } from '#store/tables/shop-group'
import { moveProperty, storePropertyTable } from '#store/tables/store-property'
import type { TableName } from '#store/tables/tables'
import { waitingRequestTable } from '#store/tables/waiting-request'
import { webhookTable } from '#store/tables/webhook'
import type { Keyring } from './keyring.ts'
import { changeSealed, type SealedSet } from './sealed-sets.ts'

/** Which apps may call, and with what rights. When an old secret was last used is written by calls. */
export const appSet: SealedSet = setOf(appTable, {
  columns: appTable.columns.filter((column) => column !== 'old_secret_used_at_ms' && column !== 'text_language'),
  laterColumns: ['text_language'],
})

/** Sellers that an app may call for. */
const appSellerSet: SealedSet = setOf(appSellerTable)

/** People who must not approve what an app saved. */
export const secretReaderSet: SealedSet = setOf(appSecretReaderTable)

export const sessionSet: SealedSet = setOf(appSessionTable)

/** Apps that may get sessions by OAuth, and who allowed them. */
export const oauthGrantSet: SealedSet = setOf(oauthGrantTable)

/** Sellers, and which store has them. What another store was told of them changes by itself. */
export const sellerSet: SealedSet = setOf(sellerTable, {
  columns: ['seller_id', 'seller_name', 'created_at_ms'],
  laterColumns: ['store_name'],
})

/** Operators. The last used code is not sealed, since it changes with each sign-in. */
export const operatorSet: SealedSet = setOf(operatorTable, {
  columns: operatorTable.columns.filter((column) => column !== 'totp_step'),
})

/** What operators may do. */
const operatorRoleSet: SealedSet = setOf(operatorRoleTable)

/** Sessions of operators. The last use is not sealed, since it changes with calls. */
export const operatorSessionSet: SealedSet = setOf(operatorSessionTable, {
  columns: ['operator_name', 'token_digest', 'created_at_ms', 'expires_at_ms'],
})

/** Webhooks. Their positions are not sealed, since they change with each delivery. */
export const webhookSet: SealedSet = setOf(webhookTable, {
  columns: ['seller_id', 'webhook_id', 'url', 'secret_sealed', 'created_at_ms'],
})

/** What passes remove; which pass is due, and what none has reported yet, change with each. */
export const retentionSet: SealedSet = setOf(retentionPolicyTable, {
  columns: ['seller_id', 'request_days', 'member_days', 'event_days', 'set_at_ms'],
})

/** What passes will remove a day later. */
export const retentionWaitSet: SealedSet = setOf(retentionWaitTable)

/** What second persons decide on. */
export const waitingRequestSet: SealedSet = setOf(waitingRequestTable)

/** Rules by which coupons are judged. */
export const policySet: SealedSet = setOf(sellerPolicyTable)

/** Shops in which coupons are valid. */
export const shopGroupSet: SealedSet = setOf(shopGroupTable)

/** Which store it is, and what for. The mark of a move is set by a program that has no keys. */
export const propertySet: SealedSet = {
  ...setOf(storePropertyTable),
  where: `property_name <> '${moveProperty}'`,
}

function setOf<Column extends string>(
  { name, columns }: Table<Column>,
  exceptions: Partial<Readonly<Record<'columns' | 'laterColumns', readonly Column[]>>> = {},
): SealedSet {
  return { table: name, columns, ...exceptions }
}

type Proof = 'events' | 'members' | 'sum' | 'itself' | 'nothing' | SealedSet

/**
 * What an audit compares the rows of each table with:
 *
 * - `events`: the events of their seller.
 * - `members`: one sum in the head over all tables of members, orders and sales.
 * - `sum`: a sum in the head of its own (`table-sums.ts`).
 * - `itself`: the seal in each row.
 * - `nothing`: docs/operations/audit.md, "What is not covered", says why.
 *
 * Otherwise with a sealed sum over the table.
 */
export const proofs: Readonly<Record<TableName, Proof>> = {
  app: appSet,
  app_secret_reader: secretReaderSet,
  app_seller: appSellerSet,
  app_session: sessionSet,
  category: 'nothing',
  chain_event: 'events',
  counter: 'events',
  coupon: 'events',
  coupon_template: 'events',
  event_cut: 'events',
  event_head: 'events',
  figure_cursor: 'events',
  figure_day: 'events',
  figure_name: 'events',
  figure_outstanding: 'events',
  job: 'sum',
  job_item: 'sum',
  member: 'members',
  member_card: 'members',
  member_event: 'members',
  member_merge: 'members',
  member_phone: 'members',
  member_usage: 'events',
  oauth_grant: oauthGrantSet,
  operator: operatorSet,
  operator_role: operatorRoleSet,
  operator_session: operatorSessionSet,
  out_request: 'events',
  phone_member: 'members',
  reconciliation_finding: 'sum',
  reconciliation_report: 'sum',
  redemption: 'events',
  refused_call: 'nothing',
  redemption_upload: 'members',
  reserved_code: 'members',
  retention_policy: retentionSet,
  retention_wait: retentionWaitSet,
  rule_event: 'sum',
  sale: 'members',
  sale_return: 'members',
  saved_view: 'nothing',
  sealed_set: 'itself',
  sealed_text: 'members',
  seller: sellerSet,
  seller_policy: policySet,
  shop_order: 'members',
  shop_order_coupon: 'members',
  shop_order_line: 'members',
  shop: 'nothing',
  shop_group: shopGroupSet,
  sign_in_attempt: 'nothing',
  store_key: 'nothing',
  store_property: propertySet,
  template_cut: 'events',
  template_stock: 'events',
  template_version: 'events',
  usage_day: 'nothing',
  used_sign: 'nothing',
  waiting_request: waitingRequestSet,
  webhook: webhookSet,
}

export const sealedTables: readonly SealedSet[] = Object.values(proofs).filter((proof) => typeof proof === 'object')

type AppChange = Readonly<{
  transaction: SqlReader & Pick<SqlTransaction, 'run'>
  keyring: Keyring
  appKey: string
}>

/** Changes the rows of an app, and the sealed sums over them. @param work changes no other app */
export function changeSealedApp<Result>(
  { appKey, ...change }: AppChange,
  work: (keys: KeyGeneration) => Promise<Result>,
): Promise<Result> {
  const key = { app_key: appKey }
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
  const key = { operator_name: name }
  return changeSealed({ ...change, set: operatorSet, key }, (keys) =>
    changeSealed({ ...change, set: operatorRoleSet, key }, () => work(keys)),
  )
}
