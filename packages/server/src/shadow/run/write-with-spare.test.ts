import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeWithSpare } from './write-with-spare.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spare-'))
  file = join(folder, 'routes.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

function fullDisk(): never {
  throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
}

test('a full disk takes one more content, in the blocks of the spare file', () => {
  writeWithSpare(file, Buffer.from('{"a":1}'))
  writeWithSpare(file, Buffer.from('{"back":true}'), fullDisk)
  expect(readFileSync(file, 'utf8')).toBe('{"back":true}')
})

test('without a spare file, and for any other fault, the file stays as it is', () => {
  expect(() => writeWithSpare(file, Buffer.from('x'), fullDisk)).toThrow('no space left')
  writeWithSpare(file, Buffer.from('x'))
  const denied = () => {
    throw Object.assign(new Error('denied'), { code: 'EACCES' })
  }
  expect(() => writeWithSpare(file, Buffer.from('y'), denied)).toThrow('denied')
  expect(readFileSync(file, 'utf8')).toBe('x')
})
