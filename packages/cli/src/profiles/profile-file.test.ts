import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { profilePath, readProfiles, writeProfiles } from './profile-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'yaoquan-profiles-'))
afterAll(() => rmSync(folder, { recursive: true }))

it.each([
  ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/yaoquan/config.json'],
  ['linux', { XDG_CONFIG_HOME: 'relative', APPDATA: '/a' }, join(homedir(), '.config/yaoquan/config.json')],
  ['linux', {}, join(homedir(), '.config/yaoquan/config.json')],
  ['win32', { XDG_CONFIG_HOME: '/x', APPDATA: '/a' }, '/a/yaoquan/config.json'],
])('on %s with %j the file is %s', (platform, environment, path) => {
  expect(profilePath(environment, platform)).toBe(path)
})

it('reads what it wrote, in a file that only the owner may read, also where it replaced another one', () => {
  const path = join(folder, 'deeper', 'config.json')
  const profiles = { used: 'a', profiles: { a: { url: 'http://x/', 'app-secret': 's' } } }
  writeProfiles(path, { used: 'a', profiles: {} })
  const elsewhere = join(folder, 'elsewhere')
  symlinkSync(elsewhere, `${path}.${process.pid}`)
  writeProfiles(path, profiles)
  expect(existsSync(elsewhere)).toBe(false)
  expect(readProfiles(path)).toEqual(profiles)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  chmodSync(path, 0o640)
  expect(() => readProfiles(path)).toThrow('chmod 600')
})

it.each(['', '[]', '{"used":1,"profiles":{}}', '{"used":"a"}'])('refuses a file with %j', (text) => {
  const path = join(folder, 'broken.json')
  writeFileSync(path, text, { mode: 0o600 })
  expect(() => readProfiles(path)).toThrow(path)
})

it('has no profiles without a file', () => {
  expect(readProfiles(join(folder, 'none'))).toEqual({ used: 'default', profiles: {} })
})
