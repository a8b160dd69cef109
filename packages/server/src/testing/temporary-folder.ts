import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A new folder for a test, gone after the tests of its file or group. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yaoquan-store-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
