import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration } from '@yaoquan/server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCli } from '../harness/run-cli.ts'

const [first, second] = ['5a', '6b'].map((byte) => byte.repeat(32)) as [string, string]
let folder: string
let dataDir: string
let flags: readonly string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-key-'))
  dataDir = join(folder, 'data')
  flags = ['--data', dataDir]
  const administration = await openAdministration({ dataDir, masterKey: first })
  await administration.createSeller({ sellerId: '111', name: 'key' })
  await administration.importCoupons({
    sellerId: '111',
    rows: [{ couponCode: 'c1', phone: '13900000001', endDate: '2099-12-31' }],
  })
  await administration.close()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a key from the environment is changed for one that is given, and the command says so when it is run again', async () => {
  const environment = { YAOQUAN_MASTER_KEY: first, YAOQUAN_NEW_MASTER_KEY: second }
  const rotated = await runCli(['key', 'rotate', ...flags, '--json'], environment)
  expect([rotated.code, JSON.parse(rotated.stdout)]).toEqual([
    0,
    {
      rotated: true,
      generation: 2,
      rows: 1,
      member_keys: 64,
      unreadable_rows: 0,
      new_key_file: null,
      old_key_file: null,
    },
  ])
  const again = await runCli(['key', 'rotate', ...flags], environment)
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('旧主密钥不再有效')])
  const already = await runCli(['key', 'rotate', ...flags], { ...environment, YAOQUAN_MASTER_KEY: second })
  expect([already.code, already.stdout]).toEqual([0, expect.stringContaining('这个主密钥已在使用')])
  const status = await runCli(['key', 'status', ...flags, '--json'], { YAOQUAN_MASTER_KEY: second })
  expect(JSON.parse(status.stdout)).toMatchObject({
    generation: 2,
    rotating: false,
    sellers: 1,
    sellers_left: 0,
    retired: [{ generation: 1 }],
  })
  expect(rotated.stderr + rotated.stdout + already.stdout + status.stdout).not.toMatch(new RegExp(`${first}|${second}`))
})

test('a new key is written to a file that only its owner can read, and an existing one is used', async () => {
  const file = join(folder, 'new.key')
  const environment = { YAOQUAN_MASTER_KEY: first }
  const without = await runCli(['key', 'rotate', ...flags], environment)
  expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('--write-key')])
  await writeFile(file, `${second}\n`, { mode: 0o600 })
  const rotated = await runCli(['key', 'rotate', ...flags, '--write-key', file], environment)
  expect([rotated.code, rotated.stdout]).toEqual([0, expect.stringContaining(file)])
  expect((await runCli(['key', 'status', ...flags], { YAOQUAN_MASTER_KEY: second })).code).toBe(0)
  const other = join(folder, 'other.key')
  const made = await runCli(['key', 'rotate', ...flags, '--write-key', other], { YAOQUAN_MASTER_KEY: second })
  expect(made.code).toBe(0)
  expect((await stat(other)).mode & 0o777).toBe(0o600)
  const third = (await readFile(other, 'utf8')).trim()
  expect((await runCli(['audit', 'verify', ...flags], { YAOQUAN_MASTER_KEY: third })).code).toBe(0)
})

test.each([
  ['a malformed new key', { YAOQUAN_MASTER_KEY: first, YAOQUAN_NEW_MASTER_KEY: 'abc' }, 'YAOQUAN_NEW_MASTER_KEY'],
  ['a wrong present key', { YAOQUAN_MASTER_KEY: second }, '主密钥与数据不符'],
])('refuses %s', async (_name, environment, message) => {
  const refused = await runCli(['key', 'rotate', ...flags], environment)
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(message)])
  const status = await runCli(['key', 'status', ...flags, '--json'], { YAOQUAN_MASTER_KEY: first })
  expect(JSON.parse(status.stdout)).toMatchObject({ generation: 1, rotating: false })
})
