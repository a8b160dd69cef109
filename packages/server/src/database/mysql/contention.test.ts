import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mysqlProfile } from '#database/mysql/mysql-profile'
import type { SchemaEngine, SqlTransaction } from '#database/sql-engine'
import { positional } from '#database/statement'
import { startTcpProxy } from '#testing/tcp-proxy'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { createCommitMarks } from './commit-marks.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const add = 'UPDATE counter SET counter_value = counter_value + 1 WHERE seller_id = ?'

describe.skipIf(skipsMariadb())('works on the same rows (skipped where mariadb-server is not installed)', () => {
  let server: Mariadb
  let engines: readonly [SchemaEngine, SchemaEngine]

  beforeAll(async () => {
    server = await startMariadb()
    const url = `${await server.createSchema()}?timeout_ms=2000&connections=4`
    engines = [await openMysqlEngine(readMysqlTarget(url)), await openMysqlEngine(readMysqlTarget(url))]
    await engines[0].changeSchema(createCommitMarks(mysqlProfile('mysql')))
    await engines[0].changeSchema(
      'CREATE TABLE counter (seller_id VARCHAR(64) PRIMARY KEY, counter_value BIGINT) ENGINE=InnoDB',
    )
    for (const sellerId of ['a', 'b', 'c']) {
      await engines[0].transact((transaction) =>
        transaction.run(positional('INSERT INTO counter VALUES (?, 0)', [sellerId])),
      )
    }
  })
  afterAll(async () => {
    for (const engine of engines ?? []) await engine.close()
    await server?.stop()
  })

  async function counted(sellerId: string): Promise<number> {
    const row = await engines[0].reader.one(
      positional('SELECT counter_value FROM counter WHERE seller_id = ?', [sellerId]),
    )
    return Number(row?.[0])
  }

  test('a work whose lock wait timed out is run again on the same session, with nothing left of its first run', async () => {
    const [holder, waiter] = engines
    await waiter.transact(async () => undefined)
    const before = waiter.connectionVersion?.()
    const held = Promise.withResolvers<void>()
    const isHeld = Promise.withResolvers<void>()
    const holding = holder.transact(
      async (transaction) => {
        await transaction.run(positional(add, ['a']))
        isHeld.resolve()
        await held.promise
      },
      { sellerId: 'a' },
    )
    await isHeld.promise
    let runs = 0
    const waiting = waiter.transact(
      async (transaction) => {
        runs += 1
        if (runs === 2) held.resolve()
        await transaction.run(positional(add, ['b']))
        await transaction.run(positional(add, ['a']))
      },
      { sellerId: 'a' },
    )
    await Promise.all([holding, waiting])
    expect(runs).toBeGreaterThan(1)
    expect([await counted('a'), await counted('b')]).toEqual([2, 1])
    expect(waiter.connectionVersion?.()).toBe(before)
  })

  test('a transaction whose server freezes is ended in seconds, and done once when that server wakes', async () => {
    const [frozen, alive] = engines
    const before = [await counted('b'), await counted('c')]
    const [isHeld, wake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let runs = 0
    const freezing = frozen.transact(
      async (transaction) => {
        runs += 1
        await transaction.run(positional(add, ['c']))
        isHeld.resolve()
        await wake.promise
        await transaction.run(positional(add, ['b']))
      },
      { sellerId: 'c' },
    )
    await isHeld.promise
    const others = Array.from({ length: 6 }, () =>
      alive.transact((transaction) => transaction.run(positional(add, ['c'])), { sellerId: 'c' }),
    )
    await Promise.all(others)
    wake.resolve()
    await freezing
    expect(runs).toBe(2)
    expect([await counted('b'), await counted('c')]).toEqual([Number(before[0]) + 1, Number(before[1]) + 7])
  })

  test('a session ends when its transaction is idle, or its rows are not read, and waits for locks less long', async () => {
    const row = await engines[0].reader.one(
      positional('SELECT @@idle_transaction_timeout, @@net_write_timeout, @@innodb_lock_wait_timeout'),
    )
    expect(row?.map(Number)).toEqual([2, 5, 1])
    const limit = 'SELECT @@idle_transaction_timeout'
    expect(await engines[0].snapshot((reader) => reader.one(positional(limit)))).toEqual([600])
    const limits = await Promise.all(Array.from({ length: 4 }, () => engines[0].reader.one(positional(limit))))
    expect(limits).toEqual(Array(4).fill([2]))
  })

  test('where the database ends no idle transactions, a server that waits for a lock ends them, without further rights', async () => {
    const url = new URL((await server.createSchema()).replace('app:app@', 'plain:plain@'))
    await server.node.sql(
      `CREATE USER plain@'%' IDENTIFIED BY 'plain'; GRANT ALL ON ${url.pathname.slice(1)}.* TO plain@'%'`,
    )
    const proxy = await startTcpProxy(Number(url.port))
    proxy.garble('idle_transaction_timeout', 'idle_nothing_of_the_kind')
    url.port = String(proxy.port)
    const [frozen, alive] = [
      await openMysqlEngine(readMysqlTarget(url.href)),
      await openMysqlEngine(readMysqlTarget(url.href)),
    ]
    await alive.changeSchema(createCommitMarks(mysqlProfile('mysql')))
    await alive.changeSchema('CREATE TABLE held (a INT PRIMARY KEY) ENGINE=InnoDB')
    const limit =
      "SELECT variable_value FROM information_schema.session_variables WHERE variable_name = 'IDLE_TRANSACTION_TIMEOUT'"
    expect(await frozen.reader.one(positional(limit))).toEqual(['0'])
    const [isHeld, wake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let runs = 0
    const freezing = frozen.transact(async (transaction) => {
      runs += 1
      await transaction.run(positional('DELETE FROM held WHERE a = 1'))
      await transaction.run(positional('INSERT INTO held VALUES (1)'))
      isHeld.resolve()
      await wake.promise
    })
    await isHeld.promise
    await alive.transact((transaction) => transaction.run(positional('REPLACE INTO held VALUES (1)')))
    wake.resolve()
    await freezing
    expect(runs).toBe(2)
    for (const engine of [frozen, alive]) await engine.close()
    await proxy.close()
  })

  test('deadlocks end no session', async () => {
    const opposite = (first: string, second: string) => async (transaction: SqlTransaction) => {
      await transaction.run(positional(add, [first]))
      await delay(2)
      await transaction.run(positional(add, [second]))
    }
    let runs = 0
    const before = [await counted('b'), await counted('c')]
    const works = Array.from({ length: 24 }, (_, place) => {
      const work = place % 2 === 0 ? opposite('b', 'c') : opposite('c', 'b')
      return engines[1].transact(
        (transaction) => {
          runs += 1
          return work(transaction)
        },
        { sellerId: `seller-${place % 4}` },
      )
    })
    await Promise.all(works)
    expect(runs).toBeGreaterThan(works.length)
    expect([await counted('b'), await counted('c')]).toEqual(before.map((count) => count + works.length))
    // No more sessions than works run at the same time, and one that reads.
    expect(engines[1].connectionVersion?.()).toBeLessThanOrEqual(5)
  })
})
