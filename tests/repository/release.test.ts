import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyRepository } from '../../scripts/copy-repository.ts'
import { setVersion } from '../../scripts/release/set-version.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
let copy: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-test-'))
  copy = join(folder, 'repository')
  copyRepository(root, copy)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function release(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/release.ts', ...args], {
    cwd: copy,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost']
  return execFileSync('git', [...identity, ...args], { cwd: copy, encoding: 'utf8' })
}

function writeEntry(version: string): void {
  const path = join(copy, 'CHANGELOG.md')
  const entry = `## [${version}] - 2026-11-25\n\n- Something.\n\n`
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^## \[/m, `${entry}## [`))
}

test('refuses what is no version, a version without an entry in the changelog, an unclean tree, and a tag that exists', () => {
  expect(release('1.2')).toMatchObject({ status: 2, output: expect.stringContaining('1.2.3') })
  expect(release('1.2.3', '--out', 'packed')).toMatchObject({ status: 2, output: expect.stringContaining('Usage') })
  expect(release('9.8.7')).toMatchObject({ status: 2, output: expect.stringContaining('no entry for 9.8.7') })
  writeEntry('9.8.7')
  expect(release('9.8.7', '--dry-run')).toMatchObject({ status: 2, output: expect.stringContaining('CHANGELOG.md') })
  git('commit', '--quiet', '--all', '--message', 'changelog')
  git('tag', 'v9.8.7')
  expect(release('9.8.7', '--dry-run')).toMatchObject({ status: 2, output: expect.stringContaining('v9.8.7 exists') })
  git('tag', '--delete', 'v9.8.7')
})

test('the new version stands in every package, in the lock file as npm writes it, and leaves nothing for the formatter', () => {
  const before = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')).version
  const changed = setVersion(copy, '9.8.7')
  const manifests = changed.filter((path) => path.endsWith('package.json'))
  expect(manifests.length).toBeGreaterThan(7)
  for (const path of manifests) expect(readFileSync(join(copy, path), 'utf8'), path).not.toContain(`"${before}"`)
  const lock = readFileSync(join(copy, 'package-lock.json'), 'utf8')
  execFileSync('npm', ['install', '--package-lock-only', '--offline', '--ignore-scripts', '--no-audit'], { cwd: copy })
  // npm drops this line, which it reads.
  const written = lock.replace(/^ *"gypfile": false,\n/m, '')
  expect(readFileSync(join(copy, 'package-lock.json'), 'utf8')).toBe(written)
  const biome = join(copy, 'node_modules/@biomejs/biome/bin/biome')
  execFileSync(process.execPath, [biome, 'check', '--error-on-warnings', ...changed], { cwd: copy, stdio: 'pipe' })
})

test('the lock file keeps npm 10 from compiling SQLite, for which many machines have no compiler', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  // `npm install` drops the line `"gypfile": false,` of this entry: put it back after each change of the lock file.
  expect(packages['node_modules/better-sqlite3']).toMatchObject({ gypfile: false })
})
