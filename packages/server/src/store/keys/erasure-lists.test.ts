import { appendFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '#testing/temporary-folder'
import { createErasureList, erasureListFile, readErasureList, takeOverList } from './erasure-list.ts'
import { type ErasureLists, openErasureLists, openOwnList } from './erasure-lists.ts'
import { keepKeysFolder } from './keys-folder.ts'

const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const erasure = (memberNo: number) => ({ sellerId: '111', memberNo, erasedAtMs: nowMs + memberNo })
const nothing = async () => []

let dataDir: string
let keys: string

beforeEach(async () => {
  dataDir = temporaryFolder()
  keys = temporaryFolder()
  await backUpTo(keys)
})

/** What a backup does to a folder of keys. */
async function backUpTo(folder: string): Promise<void> {
  const listId = await openOwnList(dataDir, nothing)
  const erased = readErasureList(erasureListFile(dataDir))?.erased ?? []
  await takeOverList(erasureListFile(folder), { listId, knownUntilMs: nowMs }, { dataFolder: dataDir, erased })
  keepKeysFolder(dataDir, folder)
}

const open = (folder = dataDir): Promise<ErasureLists> => openErasureLists(folder, nothing)
const listed = (folder: string) => readErasureList(erasureListFile(folder))?.erased.map(({ memberNo }) => memberNo)

test('an erasure is in both lists, also those that are recorded at the same time and by two programs', async () => {
  const [one, other] = [await open(), await open()]
  await Promise.all([1, 2, 3, 4].map((memberNo) => (memberNo % 2 ? one : other).record([erasure(memberNo)])))
  for (const folder of [dataDir, keys]) expect(listed(folder)?.toSorted()).toEqual([1, 2, 3, 4])
})

test('a list tells up to when it is known, and keeps what it has', async () => {
  const lists = await open()
  await lists.record([erasure(1)])
  await lists.noteKnown(nowMs + 5_000)
  for (const folder of [dataDir, keys]) {
    expect(readErasureList(erasureListFile(folder))).toMatchObject({
      knownUntilMs: nowMs + 5_000,
      erased: [erasure(1)],
    })
  }
})

test('an erasure is not recorded while the folder of keys is away, or empty in its place, and can be repeated', async () => {
  const lists = await open()
  const away = `${keys}-away`
  renameSync(keys, away)
  await expect(lists.record([erasure(1)])).rejects.toThrow(erasureListFile(keys))
  mkdirSync(keys)
  await expect(lists.record([erasure(1)])).rejects.toThrow(erasureListFile(keys))
  await expect(lists.noteKnown(nowMs)).rejects.toThrow('cannot be written')
  rmSync(keys, { recursive: true })
  renameSync(away, keys)
  await lists.record([erasure(1)])
  expect(listed(keys)).toEqual([1])
  // Servers try all the time: the attempts have not made the other list longer.
  expect(listed(dataDir)).toEqual([1])
})

test('the next backup into another folder takes everything along, and the former folder is no longer needed', async () => {
  const lists = await open()
  await lists.record([erasure(1)])
  rmSync(keys, { recursive: true })
  const other = temporaryFolder()
  await backUpTo(other)
  await lists.record([erasure(2)])
  expect(listed(other)).toEqual([1, 2])
})

test('a copy of a data folder writes nothing into the folder of keys of the original', async () => {
  const copy = `${dataDir}-copy`
  cpSync(dataDir, copy, { recursive: true })
  await expect((await open(copy)).record([erasure(1)])).rejects.toThrow(`moved or copied from there`)
  expect(listed(keys)).toEqual([])
})

test('a data folder writes no more into a folder of keys that another one took over', async () => {
  const lists = await open()
  const listId = 'ab'.repeat(8)
  await takeOverList(erasureListFile(keys), { listId, knownUntilMs: 0 }, { dataFolder: '/elsewhere', erased: [] })
  await expect(lists.record([erasure(1)])).rejects.toThrow('another data folder')
})

test('a torn line is skipped, and the erasure after it is read', async () => {
  const lists = await open()
  await lists.record([erasure(1)])
  appendFileSync(erasureListFile(keys), '{"seller_id":"111","member')
  expect(listed(keys)).toEqual([1])
  await lists.record([erasure(2)])
  expect(listed(keys)).toEqual([1, 2])
})

test('a line in which a digit changed is refused by its number', async () => {
  const lists = await open()
  await lists.record([erasure(1), erasure(2)])
  const file = erasureListFile(keys)
  writeFileSync(file, readFileSync(file, 'utf8').replace('"member_no":2', '"member_no":3'))
  expect(() => readErasureList(file)).toThrow(`${file}:4`)
})

test('a list that two programs create at the same time is one', async () => {
  const file = erasureListFile(temporaryFolder())
  const ids = ['aa', 'bb', 'cc', 'dd'].map((byte) => byte.repeat(8))
  await Promise.all(ids.map((listId) => createErasureList(file, { listId, knownUntilMs: 0, erased: [] })))
  expect(ids).toContain(readErasureList(file)?.listId)
})

test('a data folder without a list gets one with the erasures that its store knows', async () => {
  rmSync(join(dataDir, 'erased-members.json'))
  await openErasureLists(dataDir, async () => [erasure(7)])
  expect(listed(dataDir)).toEqual([7])
})
