import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#testing/temporary-folder'
import { refuseFormerFormat } from './backup-manifest.ts'

test.each([
  ['backups', 'backups/1796024806132.json', '{"format":1,"takenAtMs":1796024806132,"bytes":1,"chunks":[]}'],
  ['keys of members', '1796024806132.db', ''],
])('a folder of %s that an earlier version wrote is refused in words', (_what, name, content) => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'backups'))
  expect(refuseFormerFormat(folder)).toBeUndefined()
  writeFileSync(join(folder, name), content)
  expect(() => refuseFormerFormat(folder)).toThrow('an earlier development version: use a new folder')
})
