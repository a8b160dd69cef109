import type { Table } from '#database/table'
import type { TableName } from '#store/tables/tables'

/** One hand edit of each table, in SQL of every engine. Each changes rows of the store that `liveIn` makes. */
export const oneEditPerTable: Readonly<Record<TableName, string>> = {
  app: 'UPDATE app SET is_enabled = 0',
  app_secret_reader: 'DELETE FROM app_secret_reader',
  app_seller: "UPDATE app_seller SET seller_id = '222' WHERE app_key = 'app-111'",
  app_session: 'UPDATE app_session SET expires_at_ms = expires_at_ms + 1',
  category: "UPDATE category SET category_name = 'x'",
  chain_event: "UPDATE chain_event SET actor = 'x' WHERE event_seq = 13",
  counter: "UPDATE counter SET counter_value = counter_value + 1 WHERE counter_name = 'seq'",
  coupon: "UPDATE coupon SET coupon_amount = 1000000 WHERE coupon_code = 'one'",
  coupon_template: 'UPDATE coupon_template SET closed_at_ms = NULL',
  event_cut: 'UPDATE event_cut SET before_ms = 1',
  event_head: 'UPDATE event_head SET seal = NULL',
  figure_cursor: 'UPDATE figure_cursor SET counted_seq = counted_seq - 1',
  figure_day: 'UPDATE figure_day SET off_fen = off_fen + 1',
  figure_name: "UPDATE figure_name SET name = 'x' WHERE name = 'limited'",
  figure_outstanding: 'UPDATE figure_outstanding SET coupons = coupons + 1',
  job: `UPDATE job SET task_text = replace(task_text, 'limited', 'later')`,
  job_item: "UPDATE job_item SET target_sealed = NULL WHERE job_id = 'draft'",
  member: 'UPDATE member SET changed_at_ms = 1',
  member_card: 'UPDATE member_card SET state = 1',
  member_event: 'UPDATE member_event SET event_seq = event_seq + 1000',
  member_merge: "UPDATE member_merge SET brought_text = '{}'",
  member_phone: 'UPDATE member_phone SET is_alone = 1 - is_alone',
  member_usage: 'UPDATE member_usage SET taken_total = 0',
  oauth_grant: "UPDATE oauth_grant SET seller_id = '222' WHERE seller_id = '111'",
  operator: 'UPDATE operator SET must_change_password = 0',
  operator_role: "UPDATE operator_role SET role_name = 'owner'",
  operator_session: 'UPDATE operator_session SET expires_at_ms = expires_at_ms + 1',
  out_request: "UPDATE out_request SET answer_text = '{}' WHERE request_no = 'N5'",
  phone_member: 'UPDATE phone_member SET since_ms = 1',
  reconciliation_finding: "UPDATE reconciliation_finding SET finding_text = replace(finding_text, 'SO-', 'XX-')",
  reconciliation_report: 'UPDATE reconciliation_report SET pending_count = pending_count + 1',
  redemption: "UPDATE redemption SET order_id = 'SO-9'",
  redemption_upload: "UPDATE redemption_upload SET verdict = 'redeemed'",
  refused_call: "UPDATE refused_call SET error_code = 'x'",
  reserved_code: "UPDATE reserved_code SET coupon_id = 'later'",
  retention_policy: 'UPDATE retention_policy SET request_days = 30',
  retention_wait: 'UPDATE retention_wait SET due_ms = 0',
  rule_event: 'UPDATE rule_event SET at_ms = at_ms + 1',
  sale: 'UPDATE sale SET paid_fen = paid_fen - 1',
  sale_return: 'UPDATE sale_return SET refund_fen = 0',
  saved_view: "UPDATE saved_view SET search_text = '{}'",
  sealed_set: "UPDATE sealed_set SET version = version + 1 WHERE set_name = 'app'",
  sealed_text: 'UPDATE sealed_text SET text_sealed = NULL',
  seller: "UPDATE seller SET seller_name = 'x'",
  seller_policy: "UPDATE seller_policy SET policy_text = replace(policy_text, '20', '1')",
  shop: "UPDATE shop SET shop_name = 'x'",
  shop_group: "UPDATE shop_group SET shops_text = ',09,'",
  shop_order: "UPDATE shop_order SET paid_fen = 1 WHERE order_id = 'SO-5'",
  shop_order_coupon: "UPDATE shop_order_coupon SET outcome = 'redeemed'",
  shop_order_line: 'UPDATE shop_order_line SET price_fen = 1',
  sign_in_attempt: 'UPDATE sign_in_attempt SET failures = 0',
  store_key: 'UPDATE store_key SET started_at_ms = started_at_ms + 1',
  store_property: "UPDATE store_property SET property_name = 'other' WHERE property_name = 'store_id'",
  template_cut: `UPDATE template_cut SET trace_text = replace(trace_text, '"version":1', '"version":2')`,
  template_stock: 'UPDATE template_stock SET taken_total = taken_total - 1',
  template_version: "UPDATE template_version SET terms_text = replace(terms_text, '100', '999')",
  usage_day: 'UPDATE usage_day SET calls = 0',
  used_sign: 'UPDATE used_sign SET expires_at_ms = 0',
  waiting_request: "UPDATE waiting_request SET asked_by = 'operator:other'",
  webhook: "UPDATE webhook SET url = 'https://thief.example/'",
}

/** Deletes one row of a table, the first by its key. */
export function deletionOf({ name, key }: Pick<Table, 'name' | 'key'>): string {
  const columns = key.join(', ')
  const first = `SELECT ${columns} FROM ${name} ORDER BY ${columns} LIMIT 1`
  // A server of the MySQL protocol changes no table that a subquery reads itself.
  return `DELETE FROM ${name} WHERE (${columns}) IN (SELECT * FROM (${first}) AS one)`
}
