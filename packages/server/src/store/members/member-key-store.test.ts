import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { temporaryFolder } from '#testing/temporary-folder'
import { testKeyring } from '#testing/test-keys'
import type { MemberKeyStore } from './member-key-store.ts'
import { createMemberKeyStore, openMemberKeyFile } from './open-member-keys.ts'

const context = new Uint8Array()
const folder = temporaryFolder()
const opened: MemberKeyStore[] = []
let files = 0

afterEach(async () => {
  for (const keys of opened.splice(0)) await keys.close()
})

const noMembers = { reader: { all: async () => [], one: async () => undefined } }

async function open(file: string): Promise<MemberKeyStore> {
  const keys = await createMemberKeyStore(await openMemberKeyFile(file, noMembers), testKeyring())
  opened.push(keys)
  return keys
}

function newFile(): string {
  files += 1
  return join(folder, `keys-${files}.db`)
}

async function rowsOf(file: string, table: string): Promise<number> {
  const engine = await openSqliteEngine(file)
  const row = await engine.reader.one(positional(`SELECT COUNT(*) FROM ${table}`))
  await engine.close()
  return Number(row?.at(0))
}

test('a member has one key, whichever program asks first, and another member another', async () => {
  const file = newFile()
  const [left, right] = [await open(file), await open(file)]
  const [ofLeft, ofRight] = await Promise.all([left.forSealing('1', [1, 2]), right.forSealing('1', [2, 1])])
  const sealed = ofLeft.get(1)?.seal('text', context) ?? context
  expect(ofRight.get(1)?.open(sealed, context)).toBe('text')
  expect(() => ofRight.get(2)?.open(sealed, context)).toThrow()
  const later = await (await open(file)).forOpening('1', [1])
  expect(later.get(1)?.open(sealed, context)).toBe('text')
})

test('keys are made ahead, so that the next members wait for no commit', async () => {
  const file = newFile()
  const keys = await open(file)
  await keys.forSealing('1', [1])
  expect(await rowsOf(file, 'member_key')).toBe(64)
  await keys.forSealing('1', [64, 3])
  expect(await rowsOf(file, 'member_key')).toBe(64)
  await keys.forSealing('1', [65, 1025])
  expect(await rowsOf(file, 'member_key')).toBe(64 + 64 + 1024)
})

test('a destroyed key is in no file, opens nothing in this program, and stays known as erased', async () => {
  const file = newFile()
  const keys = await open(file)
  await keys.forSealing('1', [1, 2])
  const engine = await openSqliteEngine(file)
  const row = await engine.reader.one(positional('SELECT key_sealed FROM member_key WHERE member_no = 1'))
  const stored = Buffer.from((row?.at(0) as Uint8Array | undefined) ?? [])
  const inFiles = () => ['', '-wal'].some((end) => readFileSync(`${file}${end}`).includes(stored.subarray(13)))
  await engine.close()
  expect(stored.length).toBeGreaterThan(40)
  expect(inFiles()).toBe(true)
  await keys.intendErasure({ sellerId: '1', memberNos: [1] }, 5)
  expect(await keys.listUnfinished()).toMatchObject([{ sellerId: '1', memberNo: 1, erasedAtMs: 5, step: 0 }])
  await keys.finishErasure({ sellerId: '1', memberNos: [1] }, 5)
  expect(inFiles()).toBe(false)
  expect([...(await keys.forOpening('1', [1, 2])).keys()]).toEqual([2])
  expect([await keys.isErased('1', 1), await keys.isErased('1', 2)]).toEqual([true, false])
  expect(await keys.listUnfinished()).toEqual([])
})

test('another program learns who was erased since it last looked', async () => {
  const file = newFile()
  const [keys, other] = [await open(file), await open(file)]
  const first = await other.readErasures(undefined)
  expect(first.erased).toBeUndefined()
  await keys.intendErasure({ sellerId: '1', memberNos: [9] }, 5)
  expect(await other.readErasures(first.mark)).toEqual({ mark: first.mark, erased: [] })
  await keys.finishErasure({ sellerId: '1', memberNos: [9, 8] }, 5)
  const { mark, erased } = await other.readErasures(first.mark)
  expect(erased).toMatchObject([9, 8].map((memberNo) => ({ sellerId: '1', memberNo, step: 2 })))
  expect(await other.readErasures(mark)).toEqual({ mark, erased: [] })
  expect(await other.readErasures({ ...mark, newest: mark.newest + 1 })).toMatchObject({ erased: undefined })
  expect(await other.readErasures({ ...mark, connections: 7 })).toMatchObject({ erased: undefined })
})

test('erasures that wait together share the commits of the key store and one emptying of its log', async () => {
  const { engine, purge } = await openMemberKeyFile(newFile(), noMembers)
  let [commits, purges] = [0, 0]
  const counted: typeof engine = {
    ...engine,
    transact(work, options) {
      commits += 1
      return engine.transact(work, options)
    },
  }
  const counting = async () => {
    purges += 1
    await purge()
  }
  const keys = await createMemberKeyStore({ engine: counted, purge: counting }, testKeyring())
  opened.push(keys)
  const memberNos = Array.from({ length: 40 }, (_, place) => place + 1)
  await keys.forSealing('1', memberNos)
  commits = 0
  await Promise.all(memberNos.map((memberNo) => keys.intendErasure({ sellerId: '1', memberNos: [memberNo] }, 5)))
  expect(commits).toBe(1)
  await keys.intendErasure({ sellerId: '1', memberNos }, 5)
  expect(commits).toBe(1)
  await Promise.all(memberNos.map((memberNo) => keys.finishErasure({ sellerId: '1', memberNos: [memberNo] }, 5)))
  expect([commits, purges]).toEqual([3, 1])
  expect((await keys.forOpening('1', memberNos)).size).toBe(0)
})

test('an intention that was renewed is not dropped by a program that saw it before', async () => {
  const keys = await open(newFile())
  await keys.intendErasure({ sellerId: '1', memberNos: [1] }, 5)
  const [seen] = await keys.listUnfinished()
  await keys.intendErasure({ sellerId: '1', memberNos: [1] }, 3_600_000)
  if (seen !== undefined) await keys.dropErasure(seen)
  const [renewed] = await keys.listUnfinished()
  expect([seen?.erasedAtMs, renewed?.erasedAtMs]).toEqual([5, 3_600_000])
  if (renewed !== undefined) await keys.dropErasure(renewed)
  expect(await keys.listUnfinished()).toEqual([])
})

test('a store with members whose keys are missing is refused', async () => {
  const withMembers = { reader: { all: async () => [], one: async () => [1] } }
  await expect(openMemberKeyFile(newFile(), withMembers)).rejects.toThrow(/缺少会员密钥/)
})
