import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuditReport, SignedCheckpoint } from '#domain/audit/audit-report'
import type { Audit } from '#store/audit/create-audit'
import { openAudit } from '#store/audit/open-audit'
import { openStore } from '#store/open-store'
import { liveIn } from '#testing/lived-in-store'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const masterKey = '5a'.repeat(32)

/** One hand edit of every table that decides something; one after the other, in one store. */
const edits: Readonly<Record<string, string>> = {
  coupon: "UPDATE coupon SET coupon_amount = 1000000 WHERE coupon_code = 'one'",
  chain_event: "UPDATE chain_event SET actor = 'x' WHERE event_seq = 12",
  event_head: 'UPDATE event_head SET seal = NULL',
  out_request: "DELETE FROM out_request WHERE request_no = 'N5'",
  redemption: "UPDATE redemption SET order_id = 'SO-9'",
  member: 'UPDATE phone_member SET since_ms = 1',
  member_phone: "DELETE FROM member_phone WHERE seller_id = '222'",
  counter: "UPDATE counter SET counter_value = counter_value + 1 WHERE counter_name = 'seq'",
  coupon_template: 'UPDATE coupon_template SET closed_at_ms = NULL',
  template_version: "UPDATE template_version SET terms_text = replace(terms_text, '100', '999')",
  template_stock: 'UPDATE template_stock SET taken_total = taken_total - 1',
  member_usage: 'UPDATE member_usage SET taken_total = 0',
  seller: "INSERT INTO seller VALUES ('333', 'x', 1)",
  retention_policy: 'UPDATE retention_policy SET request_days = 30',
  seller_policy: "DELETE FROM seller_policy WHERE seller_id = '222'",
  shop_group: "DELETE FROM shop_group WHERE seller_id = '222'",
  app: 'UPDATE app SET is_enabled = 0',
  app_seller: "INSERT INTO app_seller VALUES ('app-111', '222', 1)",
  app_session: 'DELETE FROM app_session',
  oauth_grant: 'DELETE FROM oauth_grant',
  operator: 'UPDATE operator SET must_change_password = 0',
  operator_role: 'DELETE FROM operator_role',
  operator_session: 'DELETE FROM operator_session',
  webhook: "UPDATE webhook SET url = 'https://thief.example/'",
  sealed_set: "UPDATE sealed_set SET version = version + 1 WHERE set_name = 'app'",
}

describe.skipIf(skipsMariadb())('an audit of a server (skipped where mariadb-server is not installed)', () => {
  let server: Mariadb
  let storeUrl: string

  beforeAll(async () => {
    server = await startMariadb()
    storeUrl = await server.createSchema()
    const store = await openStore({ dataDir: '', storeUrl, masterKey })
    for (const sellerId of ['111', '222']) await liveIn(store, sellerId)
    await store.close()
  }, 120_000)
  afterAll(async () => {
    await server?.stop()
  })

  test('finds an untouched store intact, and has its tables checked', async () => {
    const report = await audit()
    expect(report).toMatchObject({ store: { kind: 'intact' }, isStorageChecked: true })
    expect(report.sellers.map(({ sellerId, verdict }) => [sellerId, verdict.kind])).toEqual([
      ['111', 'intact'],
      ['222', 'intact'],
    ])
    const checkpoint = await withAudit((opened) => opened.makeCheckpoint(0))
    expect((await audit(checkpoint)).checkpoint).toBe('contained')
  })

  test('looks at one moment while others write', async () => {
    const store = await openStore({ dataDir: '', storeUrl, masterKey })
    const writing = liveIn(store, '444')
    for (let round = 0; round < 3; round += 1) expect(tablesNamed(await audit())).toEqual([])
    await writing
    await store.close()
  })

  test('names every table that was edited by hand', async () => {
    const engine = await openMysqlEngine(readMysqlTarget(storeUrl))
    for (const statement of Object.values(edits)) {
      expect(await engine.transact((transaction) => transaction.run(statement, [])), statement).toBeGreaterThan(0)
    }
    await engine.close()
    expect(tablesNamed(await audit())).toEqual(Object.keys(edits).toSorted())
  })

  function audit(checkpoint?: SignedCheckpoint): Promise<AuditReport> {
    return withAudit((opened) => opened.verify({ checkpoint }))
  }

  async function withAudit<Result>(work: (opened: Audit) => Promise<Result>): Promise<Result> {
    const opened = await openAudit({ dataDir: '', storeUrl, masterKey })
    try {
      return await work(opened)
    } finally {
      await opened.close()
    }
  }
})

function tablesNamed({ store, sellers }: AuditReport): readonly string[] {
  const verdicts = [store, ...sellers.map(({ verdict }) => verdict)]
  const findings = verdicts.flatMap((verdict) => (verdict.kind === 'broken' ? verdict.findings : []))
  return [...new Set(findings.map(({ table }) => table))].toSorted()
}
