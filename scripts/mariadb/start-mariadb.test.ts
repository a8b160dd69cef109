import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { skipsMariadb } from './installed-programs.ts'
import { type Mariadb, startMariadb } from './start-mariadb.ts'

describe.skipIf(skipsMariadb())('a MariaDB server for tests (skipped where mariadb-server is not installed)', () => {
  let mariadb: Mariadb

  beforeAll(async () => {
    mariadb = await startMariadb()
  })

  afterAll(() => mariadb.stop())

  it('creates a new empty schema with every call', async () => {
    const urls = [await mariadb.createSchema(), await mariadb.createSchema()]
    const { port } = mariadb.node
    expect(urls).toEqual([1, 2].map((n) => `mysql://app:app@127.0.0.1:${port}/schema${n}`))
    const question =
      "SELECT schema_name, default_collation_name FROM information_schema.schemata WHERE schema_name LIKE 'schema_' ORDER BY 1"
    expect(await mariadb.node.sql(question)).toBe('schema1\tutf8mb4_bin\nschema2\tutf8mb4_bin')
  })

  it('keeps committed data through kill -9 and restarts on its port', async () => {
    await mariadb.node.sql(
      'CREATE DATABASE kept; CREATE TABLE kept.note (id INT PRIMARY KEY); INSERT INTO kept.note VALUES (7)',
    )
    await mariadb.node.kill()
    expect(mariadb.node.isRunning()).toBe(false)
    await mariadb.node.start()
    expect(await mariadb.node.sql('SELECT id FROM kept.note')).toBe('7')
  })

  it('does not answer while frozen, and answers afterwards', async () => {
    mariadb.node.freeze()
    await expect(mariadb.node.sql('SELECT 1', 300)).rejects.toThrow()
    mariadb.node.thaw()
    expect(await mariadb.node.sql('SELECT 1')).toBe('1')
  })

  it('reports why it did not start', async () => {
    await mariadb.node.stop()
    await expect(mariadb.node.start(['--no-such-option'])).rejects.toThrow(/unknown option '--no-such-option'/)
    await mariadb.node.start()
  })

  it('leaves no files behind', async () => {
    await mariadb.stop()
    expect(mariadb.node.isRunning()).toBe(false)
    expect(existsSync(mariadb.node.folder)).toBe(false)
  })
})
