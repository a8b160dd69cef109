import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkPackage } from './check-package.ts'

const manifest = { dependencies: { fastify: '5' }, imports: { '#digest': './digest.js' } }
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-'))
  mkdirSync(join(folder, 'src'))
  writeFileSync(join(folder, 'src/beside.js'), '')
  writeFileSync(join(folder, 'src/types.d.ts'), '')
})

afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['index.js', "import './beside.js'"],
  ['index.js', "export * from 'fastify'"],
  ['index.js', "await import('fastify/plugins')"],
  ['index.js', "import 'node:fs'"],
  ['index.js', "import '#digest'"],
  ['index.d.ts', "export type A = import('./types.js').A"],
])('lets %s say %s', (name, text) => {
  expect(checkPackage([{ path: join(folder, 'src', name), text }], manifest)).toEqual([])
})

test.each([
  ['index.js', "import './gone.js'"],
  ['index.js', "import './beside.ts'"],
  ['index.js', "import './types.js'"],
  ['index.js', "import 'saxes'"],
  ['index.js', "import 'fastify-plugin'"],
  ['index.js', "import '#other'"],
  ['index.d.ts', "export type A = import('saxes').A"],
])('refuses that %s says %s', (name, text) => {
  expect(checkPackage([{ path: join(folder, 'src', name), text }], manifest)).toHaveLength(1)
})
