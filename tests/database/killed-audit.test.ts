import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { startMariadb } from '../../scripts/mariadb/start-mariadb.ts'
import { runCliAlone, startCli } from '../harness/run-cli.ts'

/** Read in several parts. */
const coupons = 40_000
const kills = 2

type Place = Readonly<{ folder: string; flags: readonly string[]; edit: (statement: string) => Promise<void> }>

/** Alters an event of the first part, kills an audit in each of its first parts, and alters a coupon of a later one in between. */
async function auditWithKills({ folder, flags, edit }: Place): Promise<void> {
  await importCoupons(folder, flags)
  await edit("UPDATE chain_event SET actor = 'operator:nobody' WHERE event_seq = 1001")
  const file = join(folder, 'audit')
  const command = ['audit', 'verify', ...flags, '--resume', file, '--json']
  expect(await endAfterPart({ command, file }, 'SIGINT')).toEqual([1, null])
  for (let kill = 0; kill < kills; kill += 1) {
    expect(await endAfterPart({ command, file }, 'SIGKILL')).toEqual([null, 'SIGKILL'])
    if (kill === 0) await edit(`UPDATE coupon SET state_code = 2 WHERE seq = ${coupons}`)
  }
  const resumed = await runCliAlone([...command, '--record'])
  const { begun_at: _begun, ended_at: _ended, ...found } = JSON.parse(resumed.stdout)
  const whole = await runCliAlone(['audit', 'verify', ...flags, '--json'])
  const { begun_at, ended_at, ...expected } = JSON.parse(whole.stdout)
  expect([resumed.code, found]).toEqual([1, expected])
  const tables = expected.findings.map(({ table }: Readonly<{ table: string }>) => table)
  expect(tables.toSorted()).toEqual(['chain_event', 'coupon'])
}

async function importCoupons(folder: string, flags: readonly string[]): Promise<void> {
  const own = [...flags, '--seller', '111']
  await runCliAlone(['seller', 'create', ...own, '--name', 'x'])
  const rows = Array.from({ length: coupons }, (_, place) => `code-${place},2099-01-01`)
  const file = join(folder, 'coupons.csv')
  await writeFile(file, `coupon_code,end_date\n${rows.join('\n')}\n`)
  expect(await runCliAlone(['import', file, ...own, '--bearer'])).toMatchObject({ code: 0 })
}

type Audit = Readonly<{ command: readonly string[]; file: string }>

/** Runs an audit that gets a signal as soon as it has kept where it is. @returns exit code and signal */
async function endAfterPart({ command, file }: Audit, signal: NodeJS.Signals): Promise<readonly unknown[]> {
  const environment = {
    NODE_OPTIONS: `--import ${new URL('../harness/end-after-write.ts', import.meta.url)}`,
    YAOQUAN_TEST_FILE: file,
    YAOQUAN_TEST_SIGNAL: signal,
  }
  return once(startCli(command, environment), 'exit')
}

describe('an audit that is killed again and again continues, and comes to what one in one go does', () => {
  it('on a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yaoquan-killed-audit-'))
    const data = join(folder, 'data')
    const edit = async (statement: string) => {
      const database = new Database(join(data, 'yaoquan.db'))
      database.exec(statement)
      database.close()
    }
    await auditWithKills({ folder, flags: ['--data', data], edit })
    await rm(folder, { recursive: true, force: true })
  })

  it.skipIf(skipsMariadb())('on a server (skipped where mariadb-server is not installed)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yaoquan-killed-audit-'))
    const server = await startMariadb()
    const storeUrl = await server.createSchema()
    const schema = new URL(storeUrl).pathname.slice(1)
    const edit = async (statement: string) => {
      await server.node.sql(`USE ${schema}; ${statement}`)
    }
    await auditWithKills({ folder, flags: ['--data', join(folder, 'data'), '--store', storeUrl], edit })
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })
})
