import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { positional } from '#database/statement'
import { insertInto } from '#database/table'
import type { AuditReport, SignedCheckpoint } from '#domain/audit/audit-report'
import type { Audit } from '#store/audit/create-audit'
import { openAudit } from '#store/audit/open-audit'
import { summedTables } from '#store/events/table-sums'
import { proofs } from '#store/keys/sealed-tables'
import { openStore } from '#store/open-store'
import { type TableName, tables } from '#store/tables/tables'
import { liveIn } from '#testing/lived-in-store'
import { namedTables } from '#testing/named-tables'
import { deletionOf, oneEditPerTable } from '#testing/one-edit-per-table'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../../../../scripts/mariadb/share-servers.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const masterKey = '5a'.repeat(32)

/** Tables that have rows only once events were removed. */
const ofCut: readonly string[] = ['event_cut', 'template_cut']
/** Without altered keys no audit runs, and without an unaltered cursor figures are not compared. */
const alone: readonly string[] = ['store_key', 'figure_cursor']
const edited = tables.map(({ name }) => name).filter((name) => ![...ofCut, ...alone].includes(name))
/** What the sum over all tables of members does not name. */
const nameOf = (table: TableName) => (proofs[table] === 'members' ? 'member' : table)

describe.skipIf(skipsMariadb())('an audit of a server (skipped where mariadb-server is not installed)', () => {
  let server: SharedMariadb
  let storeUrl: string

  beforeAll(async () => {
    server = await shareMariadb()
    storeUrl = await server.createSchema()
    const store = await openStore({ dataDir: '', storeUrl, masterKey })
    for (const sellerId of ['111', '222']) await liveIn(store, sellerId)
    await store.close()
  })
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
    for (let round = 0; round < 3; round += 1) expect(namedTables(await audit())).toEqual([])
    await writing
    await store.close()
  })

  test.each(Object.values(summedTables).map(({ table }) => table))(
    'names $name after a row of it was deleted',
    async (table) => {
      const engine = await openMysqlEngine(readMysqlTarget(storeUrl))
      const rows = await engine.reader.all(positional(`SELECT ${table.columns.join(', ')} FROM ${table.name}`))
      const change = (statement: string) => engine.transact((transaction) => transaction.run(positional(statement)))
      expect(await change(deletionOf(table))).toBe(1)
      expect(namedTables(await audit())).toEqual([table.name])
      await change(`DELETE FROM ${table.name}`)
      await engine.transact((transaction) => transaction.insertMany(insertInto(table).text, rows))
      await engine.close()
    },
  )

  test('names every table that was edited by hand, but those that nothing covers', async () => {
    const engine = await openMysqlEngine(readMysqlTarget(storeUrl))
    for (const table of edited) {
      const statement = oneEditPerTable[table]
      expect(await engine.transact((transaction) => transaction.run(positional(statement))), statement).toBeGreaterThan(
        0,
      )
    }
    await engine.close()
    const named: ReadonlySet<string> = new Set(edited.filter((table) => proofs[table] !== 'nothing').map(nameOf))
    expect(namedTables(await audit())).toEqual([...named, 'sealed_text'].toSorted())
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
