import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { copyRepository } from '../../scripts/copy-repository.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'console-build-'))
const copy = join(folder, 'repository')

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As a server does that prepares the console while the first visitor comes. */
const program = `
const { consoleFolder } = await import(process.argv[1])
const folders = await Promise.all([consoleFolder(new AbortController().signal), consoleFolder()])
process.stdout.write(JSON.stringify(folders))
`

test('a first visit while the console is prepared in a fresh checkout waits for the same build', () => {
  copyRepository(root, copy)
  const module = join(copy, 'packages/console/bundle/build-in-cache.ts')
  const args = ['--input-type=module', '--eval', program, module]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  const [prepared = '', visited] = JSON.parse(stdout)
  expect(visited).toBe(prepared)
  expect(existsSync(join(prepared, 'index.html'))).toBe(true)
})
