import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startShadowBeside } from './shadow-beside.ts'

const { execPath } = process
let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'beside-'))
})
afterEach(() => {
  process.execPath = execPath
  rmSync(dataDir, { recursive: true })
})

test('a server runs on where the system starts no process for its shadow', async () => {
  process.execPath = join(dataDir, 'none')
  const plan = { options: '--port 7649', dataDir, storeUrl: undefined, logLevel: 'silent' }
  const shadow = await startShadowBeside(plan)
  await shadow.stop()
  expect(process.listenerCount('SIGTERM')).toBe(0)
})
