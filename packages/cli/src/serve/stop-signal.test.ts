import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { typedCommand } from './stop-signal.ts'

let archive: string

beforeEach(() => {
  archive = mkdtempSync(join(tmpdir(), 'typed-'))
})
afterEach(() => rmSync(archive, { recursive: true }))

test.each([
  { platform: 'linux', node: 'node', launcher: 'yaoquan', here: './yaoquan' },
  { platform: 'win32', node: 'node.exe', launcher: 'yaoquan.cmd', here: '.\\yaoquan.cmd' },
])('from an archive on $platform its launcher is typed, otherwise npx', ({ platform, node, launcher, here }) => {
  const program = { execPath: join(archive, node), platform }
  writeFileSync(join(archive, launcher), '')
  // Like `/usr/bin`, where npm puts a command for all users.
  expect(typedCommand(program, archive)).toEqual(['npx', 'yaoquan'])
  mkdirSync(join(archive, 'lib/node_modules/yaoquan'), { recursive: true })
  expect(typedCommand(program, archive)).toEqual([here])
  expect(typedCommand(program, tmpdir())).toEqual([join(archive, launcher)])
})
