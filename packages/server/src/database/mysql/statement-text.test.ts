import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mysqlProfile } from '#database/mysql/mysql-profile'
import type { SchemaEngine, SqlTransaction, SqlValue } from '#database/sql-engine'
import { positional } from '#database/statement'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { createCommitMarks } from './commit-marks.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'
import { statementsText } from './statement-text.ts'

const texts = [
  ...["'", "''", '"', '\\', "\\'", "'; DROP TABLE held; -- ", '?', '%_', '`', '\0', '\u001a', '\n\r\t'],
  ...Array.from({ length: 95 }, (_, place) => `a${String.fromCharCode(32 + place)}b`),
  ...['药券 🎫', 'a'.repeat(3000), '{"order_id":"\\u00017"}', ' a', ''],
] as const
const numbers = [0, 1, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2n ** 63n - 1n, -(2n ** 63n)]
const bytes = [[], [0], [39, 92, 0, 255], [0xf0, 0x9f]].map((one) => Uint8Array.from(one))

const textOf = (text: string, values: readonly SqlValue[]) => statementsText([{ text, values }], 1000)

test('a text holds its values as literals that no mode reads otherwise', () => {
  const values = [1, -1, Uint8Array.of(0, 255), 'SO-1 {"a":[2]}']
  const expected = `SELECT 1 - (-1), x'00ff' WHERE a = 'SO-1 {"a":[2]}'`
  expect(textOf('SELECT ? - ?, ? WHERE a = ?', values)).toBe(expected)
  expect(textOf('SELECT ?, ?', ["o'x", ''])).toBe(
    "SELECT _utf8mb4 x'6f2778' COLLATE utf8mb4_bin, _utf8mb4 x'' COLLATE utf8mb4_bin",
  )
  const two = [0, 1].map(() => ({ text: 'SELECT ?', values: ['a'] }))
  expect(statementsText(two, 23)).toBe("SELECT 'a';SELECT 'a'")
  expect(statementsText(two, 20)).toBe(undefined)
})

test('refuses what is not one statement with its values', () => {
  expect(() => textOf('SELECT ?', [])).toThrow(RangeError)
  expect(() => textOf('SELECT 1; SELECT ?', [1])).toThrow(RangeError)
  expect(() => textOf('SELECT ?', [0.5])).toThrow(RangeError)
  expect(() => textOf('SELECT ?', [2 ** 53])).toThrow(RangeError)
})

describe.skipIf(skipsMariadb())('several statements in a text (skipped where mariadb-server is not installed)', () => {
  let server: Mariadb
  let storeUrl: string
  let engine: SchemaEngine

  beforeAll(async () => {
    server = await startMariadb(['sql_mode=NO_BACKSLASH_ESCAPES,ANSI_QUOTES', 'max_allowed_packet=64K'])
    storeUrl = await server.createSchema()
    engine = await openMysqlEngine(readMysqlTarget(storeUrl))
    await engine.changeSchema(createCommitMarks(mysqlProfile('mysql')))
    const columns = 'place BIGINT PRIMARY KEY, told VARCHAR(4000), counted BIGINT, held VARBINARY(100)'
    await engine.changeSchema(
      `CREATE TABLE held (${columns}) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    )
  })
  afterAll(async () => {
    await engine?.close()
    await server?.stop()
  })

  const find = positional('SELECT place, told, counted, held FROM held ORDER BY place')
  const insert = 'INSERT INTO held (place, told, counted, held) VALUES (?, ?, ?, ?)'

  test.each([
    "SET SESSION sql_mode = 'STRICT_TRANS_TABLES'",
    "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT,IGNORE_SPACE'",
  ])('means the same values as parameters do: %s', async (mode) => {
    const rows = [
      ...texts.map((told): readonly SqlValue[] => [told, null, null]),
      ...numbers.map((counted): readonly SqlValue[] => [null, counted, null]),
      ...bytes.map((held): readonly SqlValue[] => [null, null, held]),
    ].map((row, place) => [place, ...row])
    const stored = async (write: (transaction: SqlTransaction) => Promise<unknown>) => {
      await engine.transact((transaction) => transaction.run(positional('DELETE FROM held')))
      await engine.transact(async (transaction) => {
        await transaction.run(positional(mode))
        await write(transaction)
        await transaction.run(positional("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'"))
      })
      return engine.reader.all(find)
    }
    const inText = await stored((transaction) =>
      transaction.writeAll(rows.map((values) => ({ kind: 'run', statement: positional(insert, values) }))),
    )
    const asParameters = await stored(async (transaction) => {
      for (const values of rows) await transaction.run(positional(insert, values))
    })
    expect(inText).toEqual(asParameters)
    expect(inText.map((row) => row[1]).slice(0, texts.length)).toEqual(texts)
  })

  test('finds texts as columns compare them, and gives values of the same types', async () => {
    await engine.transact((transaction) => transaction.run(positional('DELETE FROM held')))
    await engine.transact((transaction) =>
      transaction.insertMany(insert, [
        [1, 'a', 2, Uint8Array.of(3)],
        [2, 'A', -1, null],
      ]),
    )
    const requested = [
      positional('SELECT told, counted, held FROM held WHERE told = ?', ['a ']),
      positional('SELECT told, SUM(counted), COUNT(*), ? FROM held WHERE told IN (?, ?) GROUP BY told', [
        'x',
        'a',
        'A',
      ]),
      positional('SELECT place FROM held WHERE told = ? UNION ALL SELECT CASE WHEN ? = ? THEN 7 ELSE 8 END', [
        'A',
        'b',
        'B',
      ]),
      // One text of these is quoted, the other hexadecimal.
      positional('SELECT place FROM held WHERE told IN (?, ?) ORDER BY place', ['A', '药']),
      positional('SELECT CASE told WHEN ? THEN ? ELSE ? END FROM held ORDER BY place', ['a', "it's", 'plain ']),
      positional('SELECT told FROM (SELECT ? AS told UNION SELECT ? UNION SELECT ?) given ORDER BY told', [
        'b',
        '药',
        'B',
      ]),
    ]
    const together = await engine.transact((transaction) => transaction.allOf(requested))
    const single = await engine.transact(async (transaction) => {
      const found = []
      for (const one of requested) found.push(await transaction.all(one))
      return found
    })
    expect(together).toEqual(single)
    expect(single[0]).toEqual([['a', 2, Buffer.of(3)]])
    expect(single[2]).toEqual([[2], [8]])
    expect(single.slice(3)).toEqual([[[2]], [["it's"], ['plain ']], [['B'], ['b'], ['药']]])
  })

  test('nothing after a statement that fails is executed, and nothing of its transaction is stored', async () => {
    await engine.transact((transaction) => transaction.run(positional('DELETE FROM held')))
    const write = (place: number) =>
      ({ kind: 'run', statement: positional(insert, [place, null, null, null]) }) as const
    const failing = engine.transact((transaction) => transaction.writeAll([write(1), write(1), write(2)]))
    await expect(failing).rejects.toThrow('a row with this key exists already')
    expect(await engine.reader.all(find)).toEqual([])
  })

  test('what would be longer than a quarter of what the server takes goes statement by statement', async () => {
    const long = 'x'.repeat(3900)
    const rows = Array.from({ length: 20 }, (_, place) => [place, long, null, null])
    await engine.transact(async (transaction) => {
      await transaction.run(positional('DELETE FROM held'))
      const writes = rows.map((values) => ({ kind: 'run', statement: positional(insert, values) }) as const)
      expect(await transaction.writeAll(writes)).toEqual(rows.map(() => 1))
    })
    expect(await engine.reader.all(find)).toHaveLength(rows.length)
  })

  test('only transactions take them, and none where they are not wanted', async () => {
    const two = positional('SELECT 1; SELECT 2')
    await expect(engine.reader.all(two)).rejects.toThrow('1064')
    await expect(engine.snapshot((reader) => reader.all(two))).rejects.toThrow('1064')
    const single = await openMysqlEngine(readMysqlTarget(`${storeUrl}?statements=single`))
    await expect(single.transact((transaction) => transaction.all(two))).rejects.toThrow('1064')
    await single.close()
  })
})
