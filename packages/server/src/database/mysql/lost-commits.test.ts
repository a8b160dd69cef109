import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DuplicateKeyError } from '#database/database-errors'
import { mysqlProfile } from '#database/mysql/mysql-profile'
import type { SchemaEngine, SqlTransaction } from '#database/sql-engine'
import { positional } from '#database/statement'
import { startTcpProxy, type TcpProxy } from '#testing/tcp-proxy'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { createCommitMarks, deleteOldCommitMarks } from './commit-marks.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

describe.skipIf(skipsMariadb())('the answer to a COMMIT (skipped where mariadb-server is not installed)', () => {
  let server: Mariadb
  let url: URL
  let proxies: readonly [TcpProxy, TcpProxy]
  let engine: SchemaEngine

  beforeAll(async () => {
    server = await startMariadb()
    url = new URL(await server.createSchema())
    const direct = await openMysqlEngine(readMysqlTarget(url.href))
    await direct.changeSchema(createCommitMarks(mysqlProfile('mysql')))
    await direct.changeSchema('CREATE TABLE schema_step (version INTEGER PRIMARY KEY) ENGINE=InnoDB')
    await direct.changeSchema('CREATE TABLE tally (name VARCHAR(64) PRIMARY KEY, tallied BIGINT) ENGINE=InnoDB')
    await direct.close()
  })
  afterAll(() => server?.stop())

  beforeEach(async () => {
    proxies = [await startTcpProxy(Number(url.port)), await startTcpProxy(Number(url.port))]
    const hosts = proxies.map(({ port }) => `127.0.0.1:${port}`).join(',')
    const options = 'timeout_ms=2000&patience_ms=60000&connections=4'
    engine = await openMysqlEngine(readMysqlTarget(`mysql://app:app@${hosts}${url.pathname}?${options}`))
    await engine.transact((transaction) => transaction.run(positional('DELETE FROM tally')))
    return async () => {
      for (const proxy of proxies) proxy.thaw()
      await engine.close()
      for (const proxy of proxies) await proxy.close()
    }
  })

  async function tallied(): Promise<number> {
    const row = await engine.reader.one(positional("SELECT tallied FROM tally WHERE name = 'a'"))
    return Number(row?.[0])
  }

  test('is lost: a work that must not run again does not, and its first result is returned', async () => {
    await engine.transact(insertTally)
    proxies[0].cutAnswerTo('COMMIT')
    let runs = 0
    const result = await engine.transact(
      async (transaction) => {
        runs += 1
        await addOne(transaction)
        return runs
      },
      { sellerId: 'seller' },
    )
    expect([result, runs, await tallied()]).toEqual([1, 1, 1])
  })

  test('is lost: a repeatable work is run again, and leaves no mark', async () => {
    proxies[0].cutAnswerTo('COMMIT')
    let runs = 0
    const inserting = async (transaction: SqlTransaction) => {
      runs += 1
      const row = await transaction.one(positional("SELECT tallied FROM tally WHERE name = 'a'"))
      if (row === undefined) await insertTally(transaction)
    }
    await engine.transact(inserting, { sellerId: 'bears it', isRepeatable: true })
    expect([runs, await tallied()]).toEqual([2, 0])
    expect(
      await engine.reader.one(positional("SELECT 1 FROM commit_mark WHERE seller_id = 'bears it'")),
    ).toBeUndefined()
  })

  test('is lost: an insert is not reported as a duplicate of itself', async () => {
    proxies[0].cutAnswerTo('COMMIT')
    await engine.transact(insertTally)
    await expect(engine.transact(insertTally)).rejects.toBeInstanceOf(DuplicateKeyError)
  })

  test('is lost: concurrent works are each done once', async () => {
    await engine.transact(insertTally)
    const addFour = () => Promise.all(['s', 's', 't', 't'].map((sellerId) => engine.transact(addOne, { sellerId })))
    // Opens the connections, whose set-up names READ COMMITTED.
    await addFour()
    proxies[0].cutAnswerTo('COMMIT')
    await addFour()
    expect(await tallied()).toBe(8)
  })

  test('is lost with a COMMIT that never arrived: the work is run again', async () => {
    await engine.transact(insertTally)
    let runs = 0
    const freezing = engine.transact(async (transaction) => {
      runs += 1
      await addOne(transaction)
      if (runs === 1) proxies[0].freeze()
      return runs
    })
    expect(await freezing).toBe(2)
    proxies[0].thaw()
    await delay(200)
    expect(await tallied()).toBe(1)
  })

  test('is lost with a COMMIT that arrives while the next attempt waits: the work is done once', async () => {
    await engine.transact(insertTally)
    let runs = 0
    const adding = engine.transact(async (transaction) => {
      runs += 1
      await addOne(transaction)
      if (runs === 1) proxies[0].freeze()
      return runs
    })
    await expect.poll(() => runs).toBe(2)
    proxies[0].thaw()
    await adding
    expect(await tallied()).toBe(1)
  })

  test('marks of programs that ended are deleted after a day, others are kept', async () => {
    await engine.transact(async (transaction) => {
      for (const [place, age] of [86_500, 86_000].entries()) {
        const values = [Buffer.from([place]), 1, age]
        await transaction.run(positional("INSERT INTO commit_mark VALUES ('old', ?, ?, UNIX_TIMESTAMP() - ?)", values))
      }
    })
    await deleteOldCommitMarks(engine)
    const left = await engine.reader.all(positional("SELECT mark_id FROM commit_mark WHERE seller_id = 'old'"))
    expect(left.map(([id]) => id)).toEqual([Buffer.from([1])])
  })
})

async function insertTally(transaction: SqlTransaction): Promise<void> {
  await transaction.run(positional("INSERT INTO tally VALUES ('a', 0)"))
}

async function addOne(transaction: SqlTransaction): Promise<void> {
  await transaction.run(positional("UPDATE tally SET tallied = tallied + 1 WHERE name = 'a'"))
}
