import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSellersFile } from './sellers-file.ts'

const digest = 'ab'.repeat(32)
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sellers-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function read(text: string) {
  const file = join(folder, 'sellers.txt')
  writeFileSync(file, text)
  return readSellersFile(file)
}

test('reads apps and digests of sessions, whatever stands between', () => {
  expect(read(`\uFEFF# sellers\r\napp 1 111\n\nsession, ${digest.toUpperCase()}, 222\n`)).toEqual({
    apps: new Map([['1', '111']]),
    sessions: new Map([[digest, '222']]),
  })
})

test('an error gives the number of a wrong line, and not its text, which may be a session', () => {
  expect(() => read('app 1 111\nsession 6100e23b06fb 222')).toThrow(/第 2 行|line 2/)
  expect(() => read('app 1 111\nsession 6100e23b06fb 222')).not.toThrow(/6100e23b06fb/)
})

test('refuses an app or a session that two lines give to different sellers', () => {
  expect(read('app 1 111\napp 1 111').apps.size).toBe(1)
  for (const one of ['app 1', `session ${digest}`]) {
    expect(() => read(`${one} 111\n${one} 222`)).toThrow(/第 2 行|line 2/)
  }
})
