import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareKeyFolder } from '#database/sqlite/data-folder'
import { loadMasterKeys, readKeyFile } from './master-key.ts'
import { keepKey, placeNextKey } from './master-key-files.ts'

const [present, next] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
const day = '2026-11-26'
let path: string
let folder: ReturnType<typeof prepareKeyFolder>

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'yaoquan-key-files-'))
  folder = prepareKeyFolder(path, true)
  keepKey(folder.masterKeyFile, present, { mayReplace: false })
})
afterEach(() => rmSync(path, { recursive: true, force: true }))

const files = () => readdirSync(path).toSorted()
const keyIn = (name: string) => Buffer.from(readKeyFile(join(path, name)) ?? []).toString('hex')
const hexOf = (key: Uint8Array) => Buffer.from(key).toString('hex')

test('the next key takes the place of the present one, which is kept, and only their owner can read them', () => {
  keepKey(folder.nextMasterKeyFile, next, { mayReplace: true })
  expect(loadMasterKeys(undefined, () => folder).map(hexOf)).toEqual([hexOf(present), hexOf(next)])
  expect(placeNextKey(folder, day)).toBe(join(path, `master.key.old-${day}`))
  expect(files()).toEqual(['master.key', `master.key.old-${day}`])
  expect([keyIn('master.key'), keyIn(`master.key.old-${day}`)]).toEqual([hexOf(next), hexOf(present)])
  for (const name of files()) expect(statSync(join(path, name)).mode & 0o777).toBe(0o600)
  expect(loadMasterKeys(undefined, () => folder).map(hexOf)).toEqual([hexOf(next)])
})

test('a placing that ended between its two steps is completed, and one that is done again changes nothing', () => {
  keepKey(folder.nextMasterKeyFile, next, { mayReplace: true })
  linkSync(folder.masterKeyFile, join(path, `master.key.old-${day}`))
  placeNextKey(folder, day)
  expect(files()).toEqual(['master.key', `master.key.old-${day}`])
  expect(placeNextKey(folder, day)).toBeUndefined()
  expect(keyIn('master.key')).toBe(hexOf(next))
})

test('a second change on one day keeps both former keys', () => {
  for (const key of [next, new Uint8Array(32).fill(3)]) {
    keepKey(folder.nextMasterKeyFile, key, { mayReplace: true })
    placeNextKey(folder, day)
  }
  expect([keyIn(`master.key.old-${day}`), keyIn(`master.key.old-${day}-2`)]).toEqual([hexOf(present), hexOf(next)])
})

test('a file with another key is replaced only where it may be, and text that is no key never', () => {
  const file = join(path, 'new.key')
  keepKey(file, next, { mayReplace: false })
  keepKey(file, next, { mayReplace: false })
  expect(() => keepKey(file, present, { mayReplace: false })).toThrow('holds another master key')
  writeFileSync(file, 'no key\n')
  expect(() => keepKey(file, present, { mayReplace: true })).toThrow('not a valid master key')
  expect(readFileSync(file, 'utf8')).toBe('no key\n')
})
