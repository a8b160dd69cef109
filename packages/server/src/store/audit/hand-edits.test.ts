import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import { draftOf } from '#conformance/example-draft'
import type { AuditReport, Finding, SignedCheckpoint } from '#domain/audit/audit-report'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { openStore, type Store } from '#store/open-store'
import { liveIn } from '#testing/lived-in-store'
import { temporaryFolder } from '#testing/temporary-folder'
import { openAudit } from './open-audit.ts'

const parent = temporaryFolder()
const original = join(parent, 'original')
/** With so many coupons that each key has leaves of its own. */
const large = join(parent, 'large')

beforeAll(async () => {
  const store = await openStore({ dataDir: original })
  for (const sellerId of ['111', '222']) await liveIn(store, sellerId)
  await store.close()
  copyOf('large')
  const grown = await openStore({ dataDir: large })
  const drafts = Array.from({ length: 500 }, (_, place) =>
    draftOf({ couponCode: `many-${place}`, endDate: '2099-01-01' }),
  )
  for (const sellerId of ['111', '222']) await grown.couponIssuer.issueCoupons(sellerId, drafts, 1)
  await voidAll(grown, '111', drafts)
  await grown.close()
})

/** Table that must be named, and what somebody does to it by hand. */
const edits: readonly (readonly [table: string, statement: string])[] = [
  ['coupon', "UPDATE coupon SET coupon_amount = 1000000 WHERE coupon_code = 'one'"],
  ['coupon', "UPDATE coupon SET state_code = 0 WHERE coupon_code = 'b'"],
  ['coupon', "UPDATE coupon SET state_code = 77 WHERE coupon_code = 'b'"],
  ['coupon', "UPDATE coupon SET redemption_id = 'forged' WHERE coupon_code = 'b'"],
  ['coupon', "UPDATE coupon SET return_count = 0 WHERE coupon_code = 'a'"],
  ['coupon', "UPDATE coupon SET issued_end_date = end_date, end_date = '2099-01-01' WHERE coupon_code = 'd'"],
  ['coupon', 'UPDATE coupon SET expiry_due = NULL WHERE template_version = 2 AND expiry_due IS NOT NULL'],
  ['coupon', "UPDATE coupon SET channel_seq = channel_seq + 1000 WHERE coupon_code = 'one'"],
  ['coupon', "UPDATE coupon SET issued_event_seq = 1 WHERE coupon_code = 'a'"],
  ['coupon', "UPDATE coupon SET template_version = 2 WHERE template_version = 1 AND coupon_id = 'later'"],
  ['coupon', "DELETE FROM coupon WHERE coupon_code = 'd'"],
  [
    'coupon',
    "UPDATE coupon SET phone_ref = (SELECT phone_ref FROM coupon WHERE coupon_code = 'a') WHERE coupon_code = 'erp-13900000003'",
  ],
  ['coupon', insertCopy('coupon', 'seq = 1', { seq: '100000', coupon_code: "'forged'", channel_seq: '100000' })],
  ['coupon', insertCopy('coupon', 'seq = 1', { seq: '-1', coupon_code: "'forged'", channel_seq: '-1' })],
  ['chain_event', "UPDATE chain_event SET actor = 'x' WHERE event_seq = 12"],
  ['chain_event', "UPDATE chain_event SET after_text = '{' WHERE kind = 'redeemed'"],
  ['chain_event', "UPDATE chain_event SET after_text = '{' WHERE kind = 'template_saved'"],
  ['chain_event', 'DELETE FROM chain_event WHERE event_seq = 13'],
  [
    'chain_event',
    "DELETE FROM chain_event WHERE event_seq = (SELECT newest_seq FROM event_head WHERE seller_id = '111')",
  ],
  ['chain_event', insertCopy('chain_event', "kind = 'redeemed'", { event_seq: '100000' })],
  [
    'chain_event',
    `UPDATE chain_event SET event_seq = 'x'
      WHERE seller_id = '111' AND event_seq = (SELECT newest_seq FROM event_head WHERE seller_id = '111')`,
  ],
  ['event_head', 'UPDATE event_head SET newest_seq = newest_seq - 1'],
  ['event_head', "UPDATE event_head SET newest_hash = x'00'"],
  ['event_head', 'UPDATE event_head SET request_count = request_count + 1'],
  ['event_head', 'UPDATE event_head SET seal = NULL'],
  ['event_head', "DELETE FROM event_head WHERE seller_id = '111'"],
  ['out_request', "UPDATE out_request SET answer_text = '{}' WHERE request_no = 'N5'"],
  ['out_request', "UPDATE out_request SET content_digest = x'00' WHERE request_no = 'N5'"],
  ['out_request', "UPDATE out_request SET request_no = 'free again' WHERE request_no = 'N5'"],
  ['out_request', "DELETE FROM out_request WHERE request_no = 'N5'"],
  ['out_request', insertCopy('out_request', "request_no = 'N5'", { request_no: "'forged'" })],
  ['redemption', "UPDATE redemption SET order_id = 'SO-9'"],
  ['redemption', "UPDATE redemption SET shop = '02'"],
  ['redemption', 'UPDATE redemption SET at_ms = 1'],
  ['redemption', 'UPDATE redemption SET returned_at_ms = NULL'],
  ['redemption', 'UPDATE redemption SET returned_at_ms = 1 WHERE returned_at_ms IS NULL'],
  ['redemption', "UPDATE redemption SET return_reason = 'x' WHERE returned_at_ms IS NOT NULL"],
  ['redemption', "DELETE FROM redemption WHERE order_id = 'SO-4'"],
  ['redemption', insertCopy('redemption', "order_id = 'SO-4'", { redemption_id: "'forged'" })],
  ['member_phone', 'DELETE FROM member_phone'],
  ['member_phone', "UPDATE member_phone SET phone_sealed = x''"],
  [
    'member_phone',
    "UPDATE member_phone SET phone_sealed = (SELECT phone_sealed FROM member_phone WHERE seller_id = '222' LIMIT 1) WHERE seller_id = '111'",
  ],
  ['member_phone', 'UPDATE member_phone SET phone_lookup = randomblob(16)'],
  ['member_card', 'UPDATE member_card SET card_lookup = randomblob(16)'],
  ['member_card', "UPDATE member_card SET card_sealed = x''"],
  ['member_card', 'DELETE FROM member_card'],
  ['sealed_text', 'UPDATE sealed_text SET text_lookup = randomblob(16)'],
  ['sealed_text', "UPDATE sealed_text SET text_sealed = x''"],
  ['sealed_text', 'DELETE FROM sealed_text'],
  ['coupon', "UPDATE coupon SET attribute_ref = NULL WHERE attribute_ref IS NOT NULL AND seller_id = '111'"],
  ['member', 'UPDATE sealed_text SET key_no = 1'],
  ['member', 'UPDATE member_phone SET phone_lookup = NULL'],
  ['member', 'UPDATE member_phone SET is_alone = 1 - is_alone'],
  ['member', 'UPDATE member_card SET member_no = 1'],
  ['member', 'UPDATE member_card SET state = 1'],
  ['member', 'UPDATE phone_member SET member_no = member_no + 1'],
  ['member', 'DELETE FROM phone_member'],
  ['member', 'UPDATE member SET state = 2'],
  ['member', 'UPDATE member SET changed_at_ms = 1'],
  ['member', 'DELETE FROM member'],
  ['member', "INSERT INTO member_merge VALUES ('111', 'm', 1, 2, 1, NULL, '{}', NULL)"],
  ['member', "UPDATE shop_order SET paid_fen = 1 WHERE order_id = 'SO-5'"],
  ['member', 'UPDATE shop_order SET phone_ref = NULL'],
  ['member', "UPDATE shop_order SET content_sealed = x''"],
  ['member', 'UPDATE shop_order SET versions_text = \'{"entries":[],"earlier":[]}\''],
  ['member', "DELETE FROM shop_order WHERE order_id = 'SO-5'"],
  ['member', 'UPDATE shop_order_line SET price_fen = 1'],
  ['member', 'DELETE FROM shop_order_line'],
  ['member', 'UPDATE shop_order_coupon SET reconcile_since_ms = NULL'],
  ['member', "UPDATE shop_order_coupon SET outcome = 'redeemed'"],
  ['member', insertCopy('shop_order_coupon', '1', { coupon_code: "'forged'" })],
  ['shop_order', "UPDATE counter SET counter_value = counter_value + 1 WHERE counter_name = 'order'"],
  ['event_head', 'UPDATE event_head SET identity_version = identity_version + 1'],
  ['counter', "UPDATE counter SET counter_value = counter_value + 1 WHERE counter_name = 'seq'"],
  ['counter', "UPDATE counter SET counter_value = counter_value - 1 WHERE counter_name = 'channel:erp'"],
  ['counter', "DELETE FROM counter WHERE counter_name = 'channel:app'"],
  ['counter', "INSERT INTO counter VALUES ('111', 'channel:new', 5, 1)"],
  ['coupon_template', 'UPDATE coupon_template SET closed_at_ms = NULL'],
  ['coupon_template', "UPDATE coupon_template SET version = 1 WHERE coupon_id = 'later'"],
  ['coupon_template', 'UPDATE coupon_template SET counts_stock = 0'],
  ['coupon_template', 'UPDATE coupon_template SET counts_members = 0'],
  ['coupon_template', "DELETE FROM coupon_template WHERE coupon_id = 'limited'"],
  ['coupon_template', insertCopy('coupon_template', "coupon_id = 'limited'", { coupon_id: "'forged'" })],
  ['template_version', "UPDATE template_version SET terms_text = replace(terms_text, '100', '999')"],
  ['template_version', "UPDATE template_version SET terms_text = '{'"],
  ['template_version', 'UPDATE template_version SET saved_at_ms = 1'],
  ['template_version', 'UPDATE template_version SET published_from_ms = 0 WHERE published_from_ms IS NULL'],
  ['template_version', 'DELETE FROM template_version WHERE version = 1'],
  ['template_version', insertCopy('template_version', "coupon_id = 'limited'", { version: '2' })],
  ['template_stock', 'UPDATE template_stock SET taken_total = taken_total - 1'],
  ['template_stock', "UPDATE template_stock SET day_text = '2026-01-01'"],
  ['template_stock', 'UPDATE template_stock SET taken_day = 0'],
  ['template_stock', 'DELETE FROM template_stock'],
  ['member_usage', 'UPDATE member_usage SET taken_total = 0'],
  ['member_usage', "UPDATE member_usage SET day_text = '2026-01-01'"],
  ['member_usage', 'UPDATE member_usage SET taken_day = 0'],
  ['member_usage', "INSERT INTO member_usage VALUES ('111', 'm:999', 'limited', 1, '2026-11-24', 1)"],
  ['member_usage', "INSERT INTO member_usage VALUES ('111', 'x:unknown', 'limited', 1, '2026-11-24', 1)"],
  ['seller', "UPDATE seller SET seller_name = 'x'"],
  ['seller', "DELETE FROM seller WHERE seller_id = '222'"],
  ['seller', "INSERT INTO seller VALUES ('333', 'x', 1)"],
  ['retention_policy', 'UPDATE retention_policy SET request_days = 30'],
  ['retention_policy', "DELETE FROM retention_policy WHERE seller_id = '222'"],
  ['seller_policy', "UPDATE seller_policy SET policy_text = replace(policy_text, '20', '1')"],
  ['seller_policy', "DELETE FROM seller_policy WHERE seller_id = '222'"],
  ['seller_policy', "INSERT INTO seller_policy VALUES ('333', 1, '{}', 1)"],
  ['retention_policy', 'UPDATE retention_policy SET member_days = 180'],
  ['retention_policy', "INSERT INTO retention_policy VALUES ('333', 30, NULL, 1, 0, 0, 0)"],
  ['shop_group', "UPDATE shop_group SET shops_text = ',09,'"],
  ['shop_group', "DELETE FROM shop_group WHERE seller_id = '222'"],
  ['app', "UPDATE app SET is_enabled = 0 WHERE app_key = 'app-111'"],
  ['app', "UPDATE app SET allowed_methods = '[\"x\"]' WHERE app_key = 'app-111'"],
  [
    'app',
    "UPDATE app SET secret_sealed = (SELECT secret_sealed FROM app WHERE app_key = 'app-222') WHERE app_key = 'app-111'",
  ],
  ['app', "DELETE FROM app WHERE app_key = 'app-111'"],
  ['app', insertCopy('app', "app_key = 'app-111'", { app_key: "'forged'" })],
  ['app_seller', "INSERT INTO app_seller VALUES ('app-111', '222', 1)"],
  ['app_seller', "DELETE FROM app_seller WHERE app_key = 'app-111'"],
  ['app_session', 'UPDATE app_session SET expires_at_ms = expires_at_ms + 1'],
  ['app_session', 'DELETE FROM app_session'],
  ['app_session', insertCopy('app_session', "app_key = 'app-111'", { token_digest: 'randomblob(32)' })],
  ['webhook', "UPDATE webhook SET url = 'https://thief.example/' WHERE seller_id = '111'"],
  ['webhook', "DELETE FROM webhook WHERE seller_id = '111'"],
  ['sealed_set', 'UPDATE sealed_set SET version = version + 1'],
  ['sealed_set', "DELETE FROM sealed_set WHERE set_name = 'app'"],
]

test('an untouched store is found intact, and nothing is left beside it', async () => {
  const copy = copyOf('untouched')
  const files = readdirSync(copy)
  expect(await tablesNamed(copy)).toEqual([])
  expect(readdirSync(copy)).toEqual(files)
})

test('the example has rows in every table that an audit compares', () => {
  const database = new Database(join(original, 'yaoquan.db'), { readonly: true })
  for (const table of new Set(edits.map(([name]) => name))) {
    expect([table, database.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get()]).toEqual([
      table,
      expect.any(Number),
    ])
    expect(database.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get(), table).toBeGreaterThan(0)
  }
  database.close()
})

test.each(edits)('names %s after: %s', async (table, statement) => {
  const copy = copyOf(`edit-${edits.findIndex((edit) => edit[1] === statement)}`)
  edit(copy, statement)
  expect(await tablesNamed(copy)).toContain(table)
})

test.each([
  ...['coupon_by_code', 'coupon_by_phone', 'coupon_by_card', 'coupon_by_channel', 'coupon_by_expiry'],
  ...['coupon_by_template', 'event_by_coupon'],
])('names the table of the key %s after a leaf page of it was destroyed', async (key) => {
  const copy = copyOf(`leaf-${key}`, large)
  destroyPage(copy, key)
  expect(await tablesNamed(copy)).toContain(key === 'event_by_coupon' ? 'chain_event' : 'coupon')
})

test('the last events cut off, with all that they told of and their head put back, leave the seal', async () => {
  const copy = copyOf('cut')
  edit(copy, 'DELETE FROM chain_event WHERE event_seq > 12; DELETE FROM coupon WHERE issued_event_seq > 12')
  edit(
    copy,
    `UPDATE event_head SET newest_seq = 12, newest_hash =
    (SELECT hash FROM chain_event e WHERE e.seller_id = event_head.seller_id ORDER BY event_seq DESC LIMIT 1)`,
  )
  expect(await tablesNamed(copy)).toContain('event_head')
  const opened = await openAudit({ dataDir: copy })
  await expect(opened.makeCheckpoint(0)).rejects.toThrow(/the history of this seller was altered/)
  await opened.close()
})

test('a later write does not hide what was altered', async () => {
  const copy = copyOf('later')
  edit(copy, "DELETE FROM out_request WHERE request_no = 'N5'")
  edit(copy, 'UPDATE event_head SET request_count = request_count - 1')
  edit(copy, "DELETE FROM app WHERE app_key = 'app-111'")
  const store = await openStore({ dataDir: copy })
  await liveIn(store, '333')
  const request = { sellerId: '111', outRequestNo: 'later', method: 'x', content: '', actor: 'app:1', requestId: 'r' }
  await store.lifecycleStore.writeOnce({ ...request, nowMs: 1 }, async () => ({ kind: 'done', answer: {} }))
  await store.close()
  expect(await tablesNamed(copy)).toEqual(expect.arrayContaining(['event_head', 'app']))
})

test('findings name neither phones nor cards', async () => {
  const copy = copyOf('private')
  edit(copy, 'DELETE FROM member_usage; DELETE FROM member_phone; UPDATE coupon SET card_ref = NULL')
  const { sellers } = await audit(copy)
  expect(JSON.stringify(sellers)).not.toMatch(/139\d{8}|card-\d/)
})

test('a whole older copy put back is found by a checkpoint kept elsewhere, and by nothing else', async () => {
  const copy = copyOf('older')
  const store = await openStore({ dataDir: copy })
  await liveIn(store, '333')
  await store.close()
  const opened = await openAudit({ dataDir: copy })
  const checkpoint = await opened.makeCheckpoint(0)
  await opened.close()
  expect(await audit(copy, checkpoint)).toMatchObject({ checkpoint: 'contained' })
  expect(await audit(original)).toMatchObject({ store: { kind: 'intact' }, checkpoint: undefined })
  expect(await audit(original, checkpoint)).toMatchObject({ checkpoint: 'not-contained' })
  const [first, ...others] = checkpoint.checkpoint.sellers
  if (first === undefined) throw new Error('a checkpoint without sellers')
  const forged = { ...checkpoint.checkpoint, sellers: [{ ...first, newest_seq: 1 }, ...others] }
  expect(await audit(copy, { ...checkpoint, checkpoint: forged })).toMatchObject({ checkpoint: 'not-of-this-store' })
})

test('a store in use is looked at as it is at one moment, while it is written to', async () => {
  const copy = copyOf('in-use')
  const store = await openStore({ dataDir: copy })
  const writing = liveIn(store, '333')
  for (let round = 0; round < 5; round += 1) expect(await tablesNamed(copy)).toEqual([])
  await writing
  expect(existsSync(join(copy, 'yaoquan.db-wal'))).toBe(true)
  expect(await tablesNamed(copy)).toEqual([])
  await store.close()
})

function copyOf(name: string, from = original): string {
  const copy = join(parent, name)
  mkdirSync(copy)
  cpSync(from, copy, { recursive: true })
  return copy
}

function edit(dataDir: string, statements: string): void {
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec(statements)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

function insertCopy(table: string, where: string, replaced: Readonly<Record<string, string>>): string {
  return `CREATE TEMP TABLE copied AS SELECT * FROM ${table} WHERE ${where} LIMIT 1;
    ${Object.entries(replaced)
      .map(([column, value]) => `UPDATE copied SET ${column} = ${value};`)
      .join('')} INSERT INTO ${table} SELECT * FROM copied; DROP TABLE copied`
}

/** Overwrites one of the pages that hold the entries of a key. */
function destroyPage(dataDir: string, key: string): void {
  const path = join(dataDir, 'yaoquan.db')
  const database = new Database(path)
  const page = database.prepare("SELECT MAX(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'").pluck().get(key)
  const size = Number(database.pragma('page_size', { simple: true }))
  database.close()
  const bytes = readFileSync(path)
  bytes.fill(0x5a, (Number(page) - 1) * size, Number(page) * size)
  writeFileSync(path, bytes)
}

async function voidAll(store: Store, sellerId: string, drafts: readonly CouponDraft[]): Promise<void> {
  const request = { sellerId, outRequestNo: 'void all', method: 'void', content: '', actor: 'app:1', requestId: 'r' }
  const couponCodes = drafts.map(({ terms }) => terms.couponCode)
  await voidCoupons({ lifecycle: store.lifecycleStore, request: { ...request, nowMs: 2 }, couponCodes, reason: '' })
}

async function audit(dataDir: string, checkpoint?: SignedCheckpoint): Promise<AuditReport> {
  const opened = await openAudit({ dataDir })
  try {
    return await opened.verify({ checkpoint })
  } finally {
    await opened.close()
  }
}

async function tablesNamed(dataDir: string): Promise<readonly string[]> {
  const { store, sellers } = await audit(dataDir)
  const verdicts = [store, ...sellers.map(({ verdict }) => verdict)]
  const findings = verdicts.flatMap((verdict): readonly Finding[] =>
    verdict.kind === 'broken' ? verdict.findings : [],
  )
  return [...new Set(findings.map(({ table }) => table))]
}
