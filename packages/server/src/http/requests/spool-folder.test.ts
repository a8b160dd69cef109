import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSpoolFolder, Spool, type SpoolFolder } from './spool-folder.ts'

let parent: string
let folder: string
let freeBytes = 1_000_000

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'yaoquan-spool-'))
  folder = join(parent, 'spool')
})

afterAll(() => rm(parent, { recursive: true, force: true }))

function openFolder(): SpoolFolder {
  return createSpoolFolder({ folder, maxBytes: 200_000, minFreeBytes: 1_000, freeBytes: async () => freeBytes })
}

async function opened(spools: SpoolFolder): Promise<Spool> {
  const spool = await spools.open()
  if (spool === undefined) throw new Error('no room')
  return spool
}

async function textOf(spool: Spool): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of spool.pieces()) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

test('gives back what was appended, from a file that has no name', async () => {
  const spool = await opened(openFolder())
  expect(await readdir(folder)).toEqual([])
  expect(await spool.append(Buffer.from('药'.repeat(30_000)))).toBe(true)
  expect(await spool.append(Buffer.from('券'))).toBe(true)
  expect(await textOf(spool)).toBe(`${'药'.repeat(30_000)}券`)
  await spool.close()
})

test('has one limit for all spools, and has room again when one is closed', async () => {
  const spoolFolder = openFolder()
  const one = await opened(spoolFolder)
  const other = await opened(spoolFolder)
  expect(await one.append(new Uint8Array(150_000))).toBe(true)
  expect(await other.append(new Uint8Array(50_001))).toBe(false)
  expect(await other.append(new Uint8Array(50_000))).toBe(true)
  await one.close()
  expect(await other.append(new Uint8Array(150_000))).toBe(true)
  await other.close()
})

test('keeps to its limit when several spools grow at the same time', async () => {
  const spoolFolder = openFolder()
  const spools = await Promise.all(Array.from({ length: 8 }, () => opened(spoolFolder)))
  const outcomes = await Promise.all(spools.map((spool) => spool.append(new Uint8Array(60_000))))
  expect(outcomes.filter((isKept) => isKept)).toHaveLength(3)
  await Promise.all(spools.map((spool) => spool.close()))
})

test('leaves free the space that others need', async () => {
  const spoolFolder = openFolder()
  const spool = await opened(spoolFolder)
  freeBytes = 2_000
  expect(await spool.append(new Uint8Array(1_000))).toBe(true)
  expect(await spool.append(new Uint8Array(1_001))).toBe(false)
  freeBytes = 999
  expect(await spoolFolder.open()).toBeUndefined()
  freeBytes = 1_000_000
  await spool.close()
})

test.skipIf(!existsSync('/dev/full'))('says that there is no room when the disk is full', async () => {
  let reserved = 0
  const quota = {
    async reserve(bytes: number) {
      reserved += bytes
      return true
    },
    release(bytes: number) {
      reserved -= bytes
    },
  }
  const spool = new Spool(await open('/dev/full', 'r+'), quota)
  expect(await spool.append(Buffer.from('x'))).toBe(false)
  await spool.close()
  expect(reserved).toBe(0)
})

test('removes the files of a killed process, and no others', async () => {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'body-0123'), 'left')
  await writeFile(join(folder, 'other'), 'not ours')
  await openFolder().removeLeftovers()
  expect(await readdir(folder)).toEqual(['other'])
})

test('has nothing to remove where there is no folder', async () => {
  const spoolFolder = createSpoolFolder({ folder: join(parent, 'none'), maxBytes: 1, minFreeBytes: 0 })
  await expect(spoolFolder.removeLeftovers()).resolves.toBeUndefined()
})
