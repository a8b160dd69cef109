import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { administer } from '#testing/administer'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { temporaryFolder } from '#testing/temporary-folder'
import { openAudit } from './audit/open-audit.ts'
import { openStore } from './open-store.ts'

const parent = temporaryFolder()
const someKey = '5a'.repeat(32)

test('what was issued stands after the store was closed and opened again', async () => {
  const dataDir = join(parent, 'reopened')
  const first = await openStore({ dataDir })
  await issuerOf(first).issueCoupons('111', [draftOf()], 1)
  await first.close()
  const second = await openStore({ dataDir })
  const page = await second.couponReader.findCouponPage({ sellerId: '111', filter: {}, pageSize: 20, pageNum: 1 })
  await second.close()
  expect(page).toEqual({ coupons: [{ sellerId: '111', seq: 1, ...draftOf() }], totalCount: 1 })
})

test('several may open a new folder at the same time', async () => {
  const dataDir = join(parent, 'at-once')
  const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ dataDir })))
  await Promise.all(
    stores.map((store, place) => administer(store).createSeller({ sellerId: `${place}`, name: '连锁' })),
  )
  expect(await stores[0]?.sellerFinder.findSeller('3')).toEqual({ sellerId: '3', name: '连锁' })
  await Promise.all(stores.map((store) => store.close()))
})

test('makes a master key that only its owner reads, once', async () => {
  const dataDir = join(parent, 'new-key')
  await (await openStore({ dataDir })).close()
  const key = readFileSync(join(dataDir, 'master.key'), 'latin1')
  expect(key).toMatch(/^[0-9a-f]{64}\n$/)
  expect(statSync(join(dataDir, 'master.key')).mode & 0o777).toBe(0o600)
  expect(statSync(join(dataDir, 'yaoquan.db')).mode & 0o777).toBe(0o600)
  await (await openStore({ dataDir })).close()
  expect(readFileSync(join(dataDir, 'master.key'), 'latin1')).toBe(key)
})

test('a given master key leaves no key in the folder, in hex or base64 alike', async () => {
  const dataDir = join(parent, 'given-key')
  await (await openStore({ dataDir, masterKey: someKey })).close()
  await (await openStore({ dataDir, masterKey: Buffer.from(someKey, 'hex').toString('base64') })).close()
  expect(existsSync(join(dataDir, 'master.key'))).toBe(false)
})

test('refuses another master key than the one the data was written with', async () => {
  const dataDir = join(parent, 'wrong-key')
  await (await openStore({ dataDir, masterKey: someKey })).close()
  await expect(openStore({ dataDir, masterKey: '6b'.repeat(32) })).rejects.toThrow(
    /the master key does not belong to this data/,
  )
})

test('makes no new key for data that has lost its own', async () => {
  const dataDir = join(parent, 'lost-key')
  await (await openStore({ dataDir })).close()
  rmSync(join(dataDir, 'master.key'))
  await expect(openStore({ dataDir })).rejects.toThrow(/缺少 .*master\.key/)
  expect(existsSync(join(dataDir, 'master.key'))).toBe(false)
})

test.each(['', 'short', 'z'.repeat(64), '5a'.repeat(31), '5a'.repeat(33), `${'A'.repeat(44)}`])(
  'refuses the master key %j without repeating it',
  async (masterKey) => {
    const opening = openStore({ dataDir: join(parent, 'malformed-key'), masterKey })
    await expect(opening).rejects.toThrow(
      /^YAOQUAN_MASTER_KEY 不是有效的主密钥：[^（(]*\(YAOQUAN_MASTER_KEY is not a valid master key: must be 64 hex digits, or base64 of 32 bytes\)$/,
    )
  },
)

test('refuses a store from before the present schema, unchanged, and says how to bring its data over', async () => {
  const dataDir = join(parent, 'earlier')
  await (await openStore({ dataDir })).close()
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec(
    'DROP TABLE schema_step; CREATE TABLE schema_version (version INTEGER); INSERT INTO schema_version VALUES (7)',
  )
  const refusal = { name: 'OperatorError', message: expect.stringMatching(/yaoquan export .*yaoquan import .*export/) }
  await expect(openStore({ dataDir })).rejects.toMatchObject(refusal)
  await expect(openAudit({ dataDir })).rejects.toMatchObject(refusal)
  expect(database.prepare("SELECT name FROM sqlite_master WHERE name = 'schema_step'").all()).toEqual([])
  database.close()
})

test('names a file that is no database as damaged', async () => {
  const dataDir = join(parent, 'damaged')
  await (await openStore({ dataDir })).close()
  writeFileSync(join(dataDir, 'yaoquan.db'), 'no database at all, and long enough to be read as a header'.repeat(20))
  await expect(openStore({ dataDir })).rejects.toMatchObject({ name: 'OperatorError', message: /damaged/ })
})

test('names a folder that cannot be made', async () => {
  const file = join(parent, 'a-file')
  writeFileSync(file, '')
  chmodSync(file, 0o600)
  await expect(openStore({ dataDir: join(file, 'data') })).rejects.toMatchObject({
    name: 'OperatorError',
    message: /part of the path is not a folder\)$/,
  })
  await expect(openStore({ dataDir: file })).rejects.toMatchObject({ name: 'OperatorError' })
  // Linux says of a folder in /proc that it is missing, and not that it cannot be made.
  if (process.platform !== 'linux') return
  await expect(openStore({ dataDir: '/proc/x/y', masterKey: '5a'.repeat(32) })).rejects.toMatchObject({
    name: 'OperatorError',
    message: /^\/proc\/x: .*no folder can be created here\)$/,
  })
})
