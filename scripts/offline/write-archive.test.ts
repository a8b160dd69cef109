import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systems } from './systems.ts'
import { writeArchive } from './write-archive.ts'

const root = join(import.meta.dirname, '../..')

let place: string

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'archive-'))
})
afterEach(() => rmSync(place, { recursive: true }))

/** The same content, made in another order, at another time, by a user with other habits. */
function make(folder: string, names: readonly string[], mode: number): void {
  for (const name of names) {
    const path = join(place, folder, 'it', name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, `content of ${name}`)
    chmodSync(path, name === 'run' ? 0o755 : mode)
  }
}

test.for([
  { format: 'tar.gz', program: 'tar' },
  { format: 'zip', program: 'zip' },
] as const)('a .$format of the same content has the same bytes', ({ format, program }, { skip }) => {
  skip(spawnSync(program, ['--version']).error !== undefined, `${program} is not installed`)
  make('first', ['run', 'b/c', 'B', 'a'], 0o644)
  make('second', ['a', 'B', 'run', 'b/c'], 0o600)
  const [first, second] = ['first', 'second'].map((folder) => {
    const archive = join(place, `${folder}.${format}`)
    writeArchive(archive, format, { parent: join(place, folder), name: 'it', seconds: 1_780_000_000 })
    return readFileSync(archive)
  })
  if (format === 'tar.gz') {
    const listed = execFileSync('tar', ['-tvzf', join(place, 'first.tar.gz')], { encoding: 'utf8', env: { TZ: 'UTC' } })
    expect(listed).toContain('-rwxr-xr-x 0/0')
    expect(listed).toContain('2026-05-28 20:26 it/b/c')
  }
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true)
})

test('an archive carries the Node.js that runs everything here, where npm has it', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const { version } = packages['node_modules/node']
  const others = systems.filter(({ nodeVersion }) => nodeVersion !== version).map(({ name }) => name)
  // After an update: `npm pack PACKAGE@VERSION`, then `sha256sum` of the program in it.
  expect(others).toEqual(['darwin-arm64'])
})
