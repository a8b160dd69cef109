import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import type { AuditReport, SignedCheckpoint } from '#domain/audit/audit-report'
import { runAct, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { closeTemplate } from '#domain/lifecycle/save-template'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { openStore, type Store } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import * as calls from '#testing/lifecycle-calls'
import { liveIn } from '#testing/lived-in-store'
import { namedTables } from '#testing/named-tables'
import { removeOldEvents } from '#testing/remove-old-events'
import { noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { openAudit } from './open-audit.ts'

const parent = temporaryFolder()
const original = join(parent, 'original')
let checkpoint: SignedCheckpoint

beforeAll(async () => {
  const before = await openStore({ dataDir: original })
  await liveIn(before, '111')
  await before.close()
  checkpoint = await audited(original, (audit) => audit.makeCheckpoint(noon))
  const store = await openStore({ dataDir: original })
  await liveOn(store)
  await liveIn(store, '222')
  await store.close()
})

/** What seller 111 does after the checkpoint. */
async function liveOn(store: Store): Promise<void> {
  const { lifecycleStore: lifecycle } = store
  let numbers = 0
  const request = (): WriteRequest => {
    numbers += 1
    return requestOf('111', { outRequestNo: `since ${numbers}`, content: `${numbers}`, nowMs: noon })
  }
  const drafts = ['new 1', 'new 2'].map((couponCode) =>
    draftOf({ couponCode, phone: '13900000002', endDate: '2099-01-01' }),
  )
  await issuerOf(store).issueCoupons('111', drafts, noon)
  const redeemed = { orderId: 'SO-new', shop: '01', amountFen: 100_000 }
  await calls.redeemOne(store, request(), { couponCodes: ['new 1'], ...redeemed })
  await runAct(voidCoupons, { lifecycle, request: request(), couponCodes: ['one'], reason: '取消' })
  await calls.save(store, request(), { couponId: 'limited', stockTotal: 90, memberTotal: 10, memberPerDay: 5 })
  await calls.save(store, request(), { couponId: 'since' })
  await runAct(closeTemplate, { lifecycle, request: request(), couponId: 'since', reason: '活动结束' })
}

test('finds an untouched store intact, and says where it began', async () => {
  const report = await verify(original)
  const sinceEvent = checkpoint.checkpoint.sellers.find(({ seller_id }) => seller_id === '111')?.newest_seq
  expect(report).toMatchObject({
    store: { kind: 'intact' },
    sellers: [
      { sellerId: '111', verdict: { kind: 'intact', sinceEvent } },
      { sellerId: '222', verdict: { kind: 'intact', sinceEvent: 0 } },
    ],
    checkpoint: 'contained',
    since: new Date(noon).toISOString(),
    isStorageChecked: false,
  })
  expect(sinceEvent).toBeGreaterThan(0)
})

const ofSince = `seller_id = '111' AND event_seq > (SELECT event_seq FROM chain_event WHERE coupon_code = 'one' AND kind = 'voided') - 1`
const found: readonly (readonly [table: string, statement: string])[] = [
  ['coupon', "UPDATE coupon SET state_code = 0 WHERE coupon_code = 'new 1'"],
  ['coupon', "UPDATE coupon SET state_code = 0 WHERE coupon_code = 'one'"],
  ['coupon', "UPDATE coupon SET coupon_amount = 1000000 WHERE coupon_code = 'new 2'"],
  ['coupon', "UPDATE coupon SET coupon_amount = 1000000 WHERE coupon_code = 'one'"],
  ['coupon', "UPDATE coupon SET issued_event_seq = 1 WHERE coupon_code = 'one'"],
  ['coupon', "DELETE FROM coupon WHERE coupon_code = 'one'"],
  ['coupon', "DELETE FROM coupon WHERE coupon_code = 'new 2'"],
  [
    'coupon',
    `CREATE TEMPORARY TABLE forged AS SELECT * FROM coupon WHERE coupon_code = 'new 2';
     UPDATE forged SET seq = 100000, coupon_code = 'forged', channel_seq = 100000; INSERT INTO coupon SELECT * FROM forged`,
  ],
  ['chain_event', `UPDATE chain_event SET actor = 'x' WHERE ${ofSince}`],
  ['chain_event', `DELETE FROM chain_event WHERE ${ofSince}`],
  ['chain_event', "UPDATE chain_event SET after_text = '{' WHERE kind = 'template_saved' AND coupon_id = 'since'"],
  ['event_head', 'UPDATE event_head SET newest_seq = newest_seq - 1'],
  ['event_head', 'UPDATE event_head SET seal = NULL'],
  ['redemption', "UPDATE redemption SET off_fen = off_fen + 1 WHERE order_id = 'SO-new'"],
  ['redemption', "DELETE FROM redemption WHERE order_id = 'SO-new'"],
  ['member_phone', "DELETE FROM member_phone WHERE seller_id = '111'"],
  ['member_phone', "UPDATE member_phone SET phone_sealed = x''"],
  ['counter', "UPDATE counter SET counter_value = counter_value + 1 WHERE counter_name = 'seq'"],
  ['coupon_template', "UPDATE coupon_template SET closed_at_ms = NULL WHERE coupon_id = 'since'"],
  ['coupon_template', "UPDATE coupon_template SET version = 1 WHERE coupon_id = 'limited'"],
  ['coupon_template', "DELETE FROM coupon_template WHERE coupon_id = 'since'"],
  ['template_version', "UPDATE template_version SET terms_text = replace(terms_text, '90', '900') WHERE version = 2"],
  ['template_version', "UPDATE template_version SET saved_at_ms = 1 WHERE coupon_id = 'since'"],
  ['template_version', "UPDATE template_version SET terms_text = '{' WHERE coupon_id = 'since'"],
  ['app', "DELETE FROM app WHERE app_key = 'app-111'"],
]

test.each(found)('names %s after: %s', async (table, statement) => {
  const copy = copyOf(`found-${found.findIndex((one) => one[1] === statement)}`)
  edit(copy, statement)
  expect(namedTables(await verify(copy))).toContain(table)
})

test.each([
  ['coupon', "UPDATE coupon SET coupon_amount = 1000000 WHERE coupon_code = 'd' AND seller_id = '111'"],
  ['out_request', "DELETE FROM out_request WHERE request_no = 'N5' AND seller_id = '111'"],
])(
  'does not read what no event since the checkpoint touched, which the whole audit does: %s',
  async (table, statement) => {
    const copy = copyOf(`earlier-${table}`)
    edit(copy, statement)
    expect(namedTables(await verify(copy))).toEqual([])
    expect(namedTables(await audited(copy, (audit) => audit.verify({})))).toContain(table)
  },
)

test('a history that does not contain the checkpoint is none that continues from it', async () => {
  const other = checkpoint.checkpoint.sellers.map((head) => ({ ...head, newest_hash: 'ab'.repeat(32) }))
  const forged = { ...checkpoint, checkpoint: { ...checkpoint.checkpoint, sellers: other } }
  expect(await verify(original, forged)).toMatchObject({ checkpoint: 'not-of-this-store' })
  const copy = copyOf('replaced')
  const { newest_seq: seq } = checkpoint.checkpoint.sellers[0] ?? { newest_seq: 0 }
  edit(copy, `UPDATE chain_event SET hash = x'00' WHERE seller_id = '111' AND event_seq = ${seq}`)
  expect(await verify(copy)).toMatchObject({ checkpoint: 'not-contained' })
})

test('where the events of the checkpoint were removed, it begins with the oldest that there is, and says so', async () => {
  const copy = copyOf('boundary')
  const store = await openStore({ dataDir: copy })
  const { newestSeq } = await store.eventReader.listEvents({ sellerId: '111', afterSeq: 0, limit: 1 })
  const boundary = { sellerId: '111', beforeMs: Date.parse('2026-12-03'), acknowledgedSeq: newestSeq }
  expect(await removeOldEvents(store, boundary)).toBeGreaterThan(0)
  await store.close()
  const report = await verify(copy)
  expect(report.checkpoint).toBe('removed')
  expect(namedTables(report)).toEqual([])
})

function copyOf(name: string): string {
  const copy = join(parent, name)
  mkdirSync(copy)
  cpSync(original, copy, { recursive: true })
  return copy
}

function edit(dataDir: string, statements: string): void {
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec(statements)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

async function audited<Result>(
  dataDir: string,
  work: (audit: Awaited<ReturnType<typeof openAudit>>) => Promise<Result>,
): Promise<Result> {
  const audit = await openAudit({ dataDir })
  try {
    return await work(audit)
  } finally {
    await audit.close()
  }
}

function verify(dataDir: string, since = checkpoint): Promise<AuditReport> {
  return audited(dataDir, (audit) => audit.verifySince({ checkpoint: since }))
}
