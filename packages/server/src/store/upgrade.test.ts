import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SchemaChange } from '#database/migrate'
import { mysqlProfile } from '#database/mysql/mysql-profile'
import { readMysqlTarget } from '#database/mysql/mysql-target'
import { openMigratedMysqlEngine } from '#database/mysql/open-migrated-mysql-engine'
import { openMysqlEngine } from '#database/mysql/open-mysql-engine'
import { memberKeysName } from '#database/sqlite/data-folder'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { namedTables } from '#testing/named-tables'
import { oneEditPerTable } from '#testing/one-edit-per-table'
import { couponsOf111, masterKey, rowsOf, unpackStoreOfSchema1 } from '#testing/store-of-schema-1'
import { temporaryFolder } from '#testing/temporary-folder'
import { skipsMariadb } from '../../../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../../../scripts/mariadb/share-servers.ts'
import { openAudit } from './audit/open-audit.ts'
import { openStore, type Store } from './open-store.ts'
import { migrationsWithMemberKeys } from './schema/member-keys.ts'
import { migrations } from './schema/migrations.ts'

const newest = migrations.length
const sellers = ['111', '222']

type Place = Readonly<{ dataDir: string; storeUrl?: string }>
type Upgraded = SchemaChange & Readonly<{ copy?: string }>

/** Opens a store as `serve` does. @returns what it said of an upgrade */
async function upgrade(place: Place, look: (store: Store) => Promise<void> = async () => undefined) {
  const upgrades: Upgraded[] = []
  const store = await openStore({ ...place, masterKey, onUpgrade: (change) => void upgrades.push(change) })
  try {
    await look(store)
  } finally {
    await store.close()
  }
  return upgrades
}

/** Every coupon reads as the former version exported it, and the store is written on. */
async function holdsWhatItHeld({ couponReader, lifecycleStore }: Store): Promise<void> {
  const page = await couponReader.findCouponPage({ sellerId: '111', filter: {}, pageSize: 100, pageNum: 1 })
  const found = page.coupons.map(({ terms }) => ({
    coupon_code: terms.couponCode,
    coupon_id: terms.couponId,
    phone: terms.phone,
    card_no: terms.cardNo,
    attribute: terms.attribute,
  }))
  const held = couponsOf111().map(({ coupon_code, coupon_id, phone, card_no, attribute }) => {
    return { coupon_code, coupon_id, phone, card_no, attribute }
  })
  expect(found.toSorted(byCode)).toEqual(held.toSorted(byCode))
  const issued = await issuerOf({ lifecycleStore }).issueCoupons('111', [draftOf({ couponCode: 'after' })], Date.now())
  expect(issued).toEqual([expect.objectContaining({ kind: 'created' })])
}

function byCode(one: { coupon_code?: string | undefined }, other: { coupon_code?: string | undefined }): number {
  return (one.coupon_code ?? '') < (other.coupon_code ?? '') ? -1 : 1
}

async function auditOf(place: Place) {
  const audit = await openAudit({ ...place, masterKey })
  try {
    const report = await audit.verify({})
    return { named: namedTables(report), sellers: report.sellers.map(({ sellerId }) => sellerId) }
  } finally {
    await audit.close()
  }
}

const intact = { named: [], sellers }

describe('a file that a former version wrote', () => {
  const parent = temporaryFolder()

  function storeIn(name: string): Readonly<{ dataDir: string; file: string; copy: string }> {
    const dataDir = join(parent, name)
    unpackStoreOfSchema1(dataDir)
    const file = join(dataDir, 'yaoquan.db')
    return { dataDir, file, copy: `${file}.schema-1` }
  }

  test('is left as it was by a command, which says how to upgrade it', async () => {
    const { dataDir, file, copy } = storeIn('command')
    const before = rowsOf(file)
    await expect(openStore({ dataDir, masterKey })).rejects.toMatchObject({
      name: 'OperatorError',
      message: expect.stringMatching(/数据结构版本为 1，本程序为 \d+.*start serve of this one once/),
    })
    expect(rowsOf(file)).toEqual(before)
    expect(existsSync(copy)).toBe(false)
  })

  test('is copied, then upgraded by a server, which keeps everything and writes on', async () => {
    const { dataDir, file, copy } = storeIn('server')
    const before = rowsOf(file)
    expect(await upgrade({ dataDir }, holdsWhatItHeld)).toEqual([{ from: 1, to: newest, copy }])
    expect(rowsOf(copy)).toEqual(before)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(await auditOf({ dataDir })).toEqual(intact)
    expect(await upgrade({ dataDir })).toEqual([])
  })

  test('has sums over its tables from then on, so that an audit names an edit', async () => {
    const { dataDir, file } = storeIn('edited')
    await upgrade({ dataDir })
    const database = new Database(file)
    expect(database.prepare(oneEditPerTable.rule_event).run().changes).toBeGreaterThan(0)
    database.close()
    expect(await auditOf({ dataDir })).toEqual({ ...intact, named: ['rule_event'] })
  })

  test('goes on from the copy with the former version, and is upgraded again', async () => {
    const { dataDir, file, copy } = storeIn('back')
    await upgrade({ dataDir })
    renameSync(copy, file)
    expect(await upgrade({ dataDir }, holdsWhatItHeld)).toEqual([{ from: 1, to: newest, copy }])
    expect(await auditOf({ dataDir })).toEqual(intact)
  })

  test('is left as it was while another program has it open', async () => {
    const { dataDir, file, copy } = storeIn('open')
    const before = rowsOf(file)
    const openIt = `
      const database = new (require('better-sqlite3'))(${JSON.stringify(file)})
      database.pragma('journal_mode = WAL')
      database.prepare('SELECT version FROM schema_step').all()
      console.log('open')
      setInterval(() => undefined, 1_000)`
    const other = spawn(process.execPath, ['--eval', openIt], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(other.stdout, 'data')
      await expect(upgrade({ dataDir })).rejects.toThrow(/another program has .* open/)
      expect(rowsOf(file)).toEqual(before)
      expect(existsSync(copy)).toBe(false)
    } finally {
      other.kill('SIGKILL')
    }
    await once(other, 'exit')
    expect(await upgrade({ dataDir }, holdsWhatItHeld)).toHaveLength(1)
    expect(await auditOf({ dataDir })).toEqual(intact)
  })

  test('is as it was after a kill -9 within the upgrade, which the next server does', async () => {
    const { dataDir, file } = storeIn('killed')
    const before = rowsOf(file)
    const openUntilKilled = `
      import { openStore } from ${JSON.stringify(import.meta.resolve('./open-store.ts'))}
      await openStore({ dataDir: ${JSON.stringify(dataDir)}, masterKey: '${masterKey}',
        onUpgrade: () => process.kill(process.pid, 'SIGKILL') })`
    const killed = spawn(process.execPath, ['--input-type=module', '--eval', openUntilKilled], { stdio: 'ignore' })
    expect((await once(killed, 'exit'))[1]).toBe('SIGKILL')
    expect(rowsOf(file)).toEqual(before)
    expect(await upgrade({ dataDir }, holdsWhatItHeld)).toHaveLength(1)
    expect(await auditOf({ dataDir })).toEqual(intact)
  })
})

describe.skipIf(skipsMariadb())(
  'a database of a former version (skipped where mariadb-server is not installed)',
  () => {
    let server: SharedMariadb
    const parent = temporaryFolder()

    beforeAll(async () => {
      server = await shareMariadb()
      unpackStoreOfSchema1(parent)
    })
    afterAll(() => server?.stop())

    /** The same store on a database server. */
    async function storeUrl(): Promise<string> {
      const url = await server.createSchema()
      const engine = await openMigratedMysqlEngine(readMysqlTarget(url), migrationsWithMemberKeys.slice(0, 1), {})
      for (const file of ['yaoquan.db', memberKeysName]) {
        for (const [table, { columns, rows }] of rowsOf(join(parent, file))) {
          if (table === 'schema_step' || rows.length === 0) continue
          const insert = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
          await engine.transact((transaction) => transaction.insertMany(insert, rows))
        }
      }
      await engine.close()
      return url
    }

    test('is left as it was by a command', async () => {
      const place = { dataDir: '', storeUrl: await storeUrl() }
      await expect(openStore({ ...place, masterKey })).rejects.toThrow(/start serve of this one once/)
    })

    test('is upgraded by a server, which keeps everything and writes on', async () => {
      const place = { dataDir: '', storeUrl: await storeUrl() }
      expect(await upgrade(place, holdsWhatItHeld)).toEqual([{ from: 1, to: newest }])
      expect(await auditOf(place)).toEqual(intact)
      expect(await upgrade(place)).toEqual([])
    })

    test('is upgraded by the next server where one was killed after any statement', async () => {
      const statements = migrations.slice(1).flatMap((step) => step.statements(mysqlProfile('mysql')))
      for (let done = 1; done <= statements.length; done += 1) {
        const url = await storeUrl()
        const engine = await openMysqlEngine(readMysqlTarget(url))
        for (const statement of statements.slice(0, done)) await engine.changeSchema(statement)
        await engine.close()
        const place = { dataDir: '', storeUrl: url }
        expect(await upgrade(place, holdsWhatItHeld), `after ${done} statements`).toEqual([{ from: 1, to: newest }])
        expect(await auditOf(place), `after ${done} statements`).toEqual(intact)
      }
    })
  },
)
