import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { syncFolder } from './synced-file.ts'

const missing = join(tmpdir(), 'no-such-folder')

test('a folder is synced, except on Windows, which refuses it', () => {
  expect(() => syncFolder(missing, 'linux')).toThrow('ENOENT')
  expect(() => syncFolder(missing, 'win32')).not.toThrow()
})
