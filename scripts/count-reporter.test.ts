import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const reporter = fileURLToPath(import.meta.resolve('./count-reporter.ts'))

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-'))
  const config = `import { CountReporter } from ${JSON.stringify(reporter)}
    export default { test: { globals: true, reporters: ['default', new CountReporter()] } }`
  writeFileSync(join(folder, 'vitest.config.ts'), config)
})

afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['all pass', "test('a', () => {}); test('b', () => {})", '2 passed, 0 failed', 0],
  ['one fails', "test('a', () => {}); test('b', () => { throw new Error('no') })", '1 passed, 1 failed', 1],
  ['one is skipped', "test('a', () => {}); test.skip('b', () => {})", '1 passed, 0 failed, 1 skipped', 0],
  ['a file does not load', "throw new Error('no')", '0 passed, 1 failed', 1],
  [
    'a hook fails',
    "describe('a', () => { beforeAll(() => { throw new Error('no') }); test('b', () => {}) })",
    '0 passed, 1 failed, 1 skipped',
    1,
  ],
  ['an error escapes', "test('a', () => { Promise.reject(new Error('no')) })", '1 passed, 1 failed', 1],
  ['there is no test file', undefined, '0 passed, 1 failed', 1],
])('ends a run in which %s with its counts and keeps the exit code', (_promise, text, line, exitCode) => {
  if (text !== undefined) writeFileSync(join(folder, 'a.test.ts'), text)
  const run = spawnSync(process.execPath, [vitest, 'run', '--root', folder], { encoding: 'utf8' })
  expect(run.stdout.trimEnd().split('\n').at(-1)).toBe(line)
  expect(run.status).toBe(exitCode)
})
