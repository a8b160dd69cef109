import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { checkArchitecture } from '../../scripts/architecture/check-architecture.ts'
import { folderOf, folders } from '../../scripts/architecture/folders.ts'
import { readSource } from '../../scripts/architecture/read-source.ts'
import { type Manifest, readWorkspace, type Workspace, walkSourceFiles } from '../../scripts/architecture/workspace.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('this repository', () => {
  const workspace = readWorkspace(root)

  test('keeps every rule of the architecture', () => {
    expect(checkArchitecture(workspace)).toEqual([])
  })

  test('was scanned completely: every source file on the disk was read', () => {
    const onDisk = walkSourceFiles(root)
    expect(onDisk.length).toBeGreaterThan(20)
    expect(onDisk.filter((path) => !workspace.sources.has(path))).toEqual([])
  })

  test('names every module its files import: each import statement in the text was found', () => {
    for (const source of workspace.sources.values()) {
      const statements = source.code.match(/^(import|export)\b[^'"`;=]*?from '[^']+'/gm) ?? []
      const specifiers = statements.map((statement) => statement.slice(statement.indexOf("'") + 1, -1))
      expect(source.imports, source.path).toEqual(expect.arrayContaining(specifiers))
    }
  })

  test.each(folders.map(({ name, path }) => ({ name, path })))('has files in $path', ({ name }) => {
    expect([...workspace.sources.keys()].some((path) => folderOf(path)?.name === name)).toBe(true)
  })
})

test('ARCHITECTURE.md lists every folder of the server, and no other', () => {
  const text = readFileSync(`${root}ARCHITECTURE.md`, 'utf8')
  const table = text.slice(text.indexOf('| folder of'), text.indexOf('scripts/architecture/folders.ts'))
  const listed = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/[\w/-]+/g) ?? [])
  const rooms = foldersIn('').filter((name) => name !== 'store')
  expect(listed.toSorted()).toEqual([...rooms, ...foldersIn('store/')].toSorted())
})

test('the store has at most 16 folders', () => {
  expect(foldersIn('store/').length).toBeLessThanOrEqual(16)
})

/** @param room of the server, ending in `/`; empty for the server itself */
function foldersIn(room: string): readonly string[] {
  const entries = readdirSync(`${root}packages/server/src/${room}`, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${room}${name}`)
}

type Files = Readonly<Record<string, string>>

const manifests: readonly Manifest[] = [
  { name: 'root', folder: '', devDependencies: { vitest: '1', saxes: '1' } },
  { name: '@yaoquan/api', folder: 'packages/api/', exports: { '.': './src/index.ts' } },
  {
    name: '@yaoquan/protocol',
    folder: 'packages/protocol/',
    exports: { '.': './src/index.ts' },
    imports: { '#digest': { node: './src/digest-node.ts', default: './src/digest-web.ts' } },
    dependencies: { '@yaoquan/api': '1' },
  },
  {
    name: '@yaoquan/client',
    folder: 'packages/client/',
    exports: { '.': './src/index.ts' },
    dependencies: { '@yaoquan/api': '1' },
  },
  {
    name: '@yaoquan/server',
    folder: 'packages/server/',
    exports: { '.': './src/index.ts', './testing': './src/testing/index.ts' },
    imports: { '#*': './src/*.ts' },
    dependencies: { '@yaoquan/api': '1', '@yaoquan/protocol': '1', fastify: '1' },
  },
  {
    name: 'yaoquan',
    folder: 'packages/cli/',
    imports: { '#server': '@yaoquan/server' },
    dependencies: { '@yaoquan/server': '1' },
    peerDependencies: { '@yaoquan/conformance': '1' },
  },
  {
    name: '@yaoquan/conformance',
    folder: 'packages/conformance/',
    exports: { '.': './src/index.ts' },
    dependencies: { '@yaoquan/server': '1' },
  },
]

function complaints(files: Files): readonly string[] {
  const entries = Object.entries(files)
  const sources = new Map(
    entries.filter(([path]) => !path.endsWith('.md')).map(([path, text]) => [path, readSource(path, text)]),
  )
  const documents = new Map(entries.filter(([path]) => path.endsWith('.md')))
  const workspace: Workspace = { sources, documents, paths: new Set(Object.keys(files)), manifests }
  return checkArchitecture(workspace)
}

const server = 'packages/server/src'

/** A file set in order: what the broken ones below are one step away from. */
const orderly: Files = {
  'packages/api/src/index.ts': "export const wire = 'query_d_t_o'",
  'packages/protocol/src/index.ts': "import '@yaoquan/api'\nimport 'saxes'\nimport '#digest'",
  'packages/protocol/src/digest-node.ts': "import 'node:crypto'",
  'packages/protocol/src/digest-web.ts': 'export {}',
  'packages/client/src/index.ts': "import '@yaoquan/api'",
  [`${server}/index.ts`]: "import './http/listen.ts'\nimport './store/sql.ts'\nimport './methods/query.ts'",
  [`${server}/http/listen.ts`]: "import 'fastify'\nimport '../gateway/call.ts'",
  [`${server}/gateway/call.ts`]: "import '@yaoquan/protocol'\nimport '../telemetry/log.ts'",
  [`${server}/methods/query.ts`]: "import '../domain/coupon.ts'",
  [`${server}/domain/coupon.ts`]: 'export type Coupon = string',
  [`${server}/store/sql.ts`]:
    "import type { Coupon } from '../domain/coupon.ts'\nexport const q = 'SELECT 1 FROM coupon'",
  [`${server}/store/sql.test.ts`]: "import 'vitest'\nimport '../gateway/call.ts'",
  [`${server}/telemetry/log.ts`]: 'export {}',
  [`${server}/config/env.ts`]: 'export {}',
  'packages/cli/src/main.ts': "await import('#server')\nawait import('@yaoquan/conformance')",
  [`${server}/testing/suite.ts`]: "import 'vitest'",
  [`${server}/testing/index.ts`]: "export {} from '../store/sql.ts'",
  'packages/conformance/src/index.ts': "import '@yaoquan/server/testing'",
  'packages/protocol/src/index.test.ts': "import '../../../wire-examples/read.ts'",
  [`${server}/store/engine.test.ts`]: "import '../../../../scripts/mariadb/start.ts'",
  'scripts/mariadb/start.ts': "import 'node:fs'",
  'wire-examples/read.ts': "import 'node:fs'",
  'tests/call.test.ts': "import 'vitest'\nimport '../packages/server/src/index.ts'",
  'README.md':
    '# Example\n\n[Protocol](docs/reference/protocol.md#31-the-shape) [code](packages/api) [site](https://a.b)',
  'docs/dependencies.md': '| `fastify` | server |\n| `saxes` | root |\n| `vitest` | root |',
  'docs/reference/protocol.md': '# Protocol\n\n## 3. Answers\n\n### 3.1 The shape\n\n[up](../../README.md#example)',
}

describe('the check', () => {
  test('has nothing to say of an orderly file set', () => {
    expect(complaints(orderly)).toEqual([])
  })

  test.each<[promise: string, path: string, text: string, complaint: string]>([
    ['domain reaching for store', `${server}/domain/a.ts`, "import '../store/sql.ts'", 'domain never imports store'],
    [
      'a type being imported',
      `${server}/domain/a.ts`,
      "import type {} from '../store/sql.ts'",
      'domain never imports store',
    ],
    [
      'an import type',
      `${server}/domain/a.ts`,
      "export type A = import('../store/sql.ts').A",
      'domain never imports store',
    ],
    ['a re-export', `${server}/domain/a.ts`, "export * from '../store/sql.ts'", 'domain never imports store'],
    ['a named re-export', `${server}/domain/a.ts`, "export { q } from '../store/sql.ts'", 'domain never imports store'],
    ['a dynamic import', `${server}/domain/a.ts`, "await import('../store/sql.ts')", 'domain never imports store'],
    [
      'a worker file',
      `${server}/domain/a.ts`,
      "new URL('../store/sql.ts', import.meta.url)",
      'domain never imports store',
    ],
    [
      'import.meta.resolve',
      `${server}/domain/a.ts`,
      "import.meta.resolve('../store/sql.ts')",
      'domain never imports store',
    ],
    ['a computed import', `${server}/domain/a.ts`, 'await import(String(1))', 'computes the name of a module'],
    ['domain using Node.js', `${server}/domain/a.ts`, "import 'node:fs'", 'domain does not use node:fs'],
    ['domain using a library', `${server}/domain/a.ts`, "import 'fastify'", 'domain uses no third-party module'],
    ['domain reaching for api', `${server}/domain/a.ts`, "import '@yaoquan/api'", 'domain never imports api'],
    ['store reaching for api', `${server}/store/a.ts`, "import '@yaoquan/api'", 'store never imports api'],
    [
      'store reaching for methods',
      `${server}/store/a.ts`,
      "import '../methods/query.ts'",
      'store never imports methods',
    ],
    [
      'gateway reaching for domain',
      `${server}/gateway/a.ts`,
      "import '../domain/coupon.ts'",
      'gateway never imports domain',
    ],
    ['gateway reaching for store', `${server}/gateway/a.ts`, "import '../store/sql.ts'", 'gateway never imports store'],
    ['gateway reaching for http', `${server}/gateway/a.ts`, "import '../http/listen.ts'", 'gateway never imports http'],
    ['methods reaching for store', `${server}/methods/a.ts`, "import '../store/sql.ts'", 'methods never imports store'],
    [
      'methods reaching for protocol',
      `${server}/methods/a.ts`,
      "import '@yaoquan/protocol'",
      'methods never imports protocol',
    ],
    ['http reaching for domain', `${server}/http/a.ts`, "import '../domain/coupon.ts'", 'http never imports domain'],
    ['http reaching for store', `${server}/http/a.ts`, "import '../store/sql.ts'", 'http never imports store'],
    [
      'telemetry reaching out',
      `${server}/telemetry/a.ts`,
      "import '../config/env.ts'",
      'telemetry never imports config',
    ],
    ['config reaching out', `${server}/config/a.ts`, "import '../telemetry/log.ts'", 'config never imports telemetry'],
    ['anyone importing the whole', `${server}/http/a.ts`, "import '#index'", 'http never imports server'],
    ['domain reaching for store by name', `${server}/domain/a.ts`, "import '#store/sql'", 'domain never imports store'],
    ['a name that leads nowhere', `${server}/http/a.ts`, "import '#gateway/gone'", 'there is no'],
    ['api importing anything', 'packages/api/src/a.ts', "import 'node:crypto'", 'api does not use node:crypto'],
    ['protocol opening sockets', 'packages/protocol/src/a.ts', "import 'node:http'", 'protocol does not use node:http'],
    ['client leaning on Node.js', 'packages/client/src/a.ts', "import 'node:http'", 'client does not use node:http'],
    ['an undeclared package', `${server}/http/a.ts`, "import 'pino'", '@yaoquan/server does not declare pino'],
    [
      'an undeclared workspace',
      'packages/client/src/a.ts',
      "import '@yaoquan/protocol'",
      'does not declare @yaoquan/protocol',
    ],
    ['a test with an unknown package', 'tests/a.test.ts', "import 'jest'", 'no package.json declares jest'],
    [
      'a path out of the package',
      'packages/cli/src/a.ts',
      "import '../../server/src/index.ts'",
      'does not leave its package',
    ],
    ['cli reaching for store', 'packages/cli/src/a.ts', "import '@yaoquan/server/src/store/sql.ts'", 'exports no'],
    [
      'a test of protocol using the server',
      'packages/protocol/src/a.test.ts',
      "import '@yaoquan/server'",
      'does not declare',
    ],
    [
      'product code importing a test suite',
      `${server}/store/a.ts`,
      "import '../testing/suite.ts'",
      'only tests, benchmarks and conformance import tests',
    ],
    [
      'product code importing wire examples',
      'packages/client/src/a.ts',
      "import '../../../wire-examples/read.ts'",
      'a relative path does not leave its package',
    ],
    [
      'product code starting a database',
      `${server}/store/a.ts`,
      "import '../../../../scripts/mariadb/start.ts'",
      'a relative path does not leave its package',
    ],
    [
      'conformance importing the server past its door',
      'packages/conformance/src/a.ts',
      "import '@yaoquan/server'",
      'conformance never imports server',
    ],
    [
      'an import of nothing',
      `${server}/http/a.ts`,
      "import './gone.ts'",
      'there is no packages/server/src/http/gone.ts',
    ],
    ['an unknown #name', 'packages/cli/src/a.ts', "import '#gone'", 'has no imports entry #gone'],
    ['a folder outside the table', `${server}/shared/a.ts`, 'export {}', 'the folder table has no place for it'],
    ['a wire name outside api', `${server}/methods/a.ts`, 'input.query_d_t_o', 'spells a wire name'],
    ['SQL in the domain', `${server}/domain/a.ts`, "export const q = 'SELECT 1 FROM x'", 'writes SQL'],
    ['SQL in a template', `${server}/http/a.ts`, 'export const q = `UPDATE coupon SET a = $' + '{1}`', 'writes SQL'],
    ['a clock in protocol', 'packages/protocol/src/a.ts', 'export const t = Date.now()', 'reads a clock'],
    ['all of node:http', `${server}/http/a.ts`, "import { Agent } from 'node:http'", 'imports values of node:http'],
    ['a comment without a subject', `${server}/http/a.ts`, '/** Of the call. */', 'begins as a fragment'],
    ['an overlong file', `${server}/http/a.ts`, 'export {}\n'.repeat(401), 'has more than 400 lines'],
    ['a name in capitals', `${server}/http/myFile.ts`, 'export {}', 'is not in kebab-case'],
    ['a file of odds and ends', `${server}/http/utils.ts`, 'export {}', 'is named for no idea'],
    [
      'a comment that cites no document',
      `${server}/http/a.ts`,
      '/** See docs/gone.md. */',
      'cites docs/gone.md, which',
    ],
    [
      'a comment that cites no section',
      `${server}/http/a.ts`,
      '/**\n * As in (docs/reference/protocol.md,\n * 3, 3.2).\n */',
      'a section that does not exist',
    ],
    [
      'a comment that cites no heading',
      `${server}/http/a.ts`,
      '// docs/reference/protocol.md, "The form"',
      'a section that does not exist',
    ],
    ['a link to no file', 'docs/a.md', '[code](../packages/gone/a.ts)', 'links to ../packages/gone/a.ts, which'],
    ['a name of no source file', 'docs/a.md', 'In `http/gone.ts`.', 'names http/gone.ts, which does not exist'],
    ['a link to no heading', 'docs/a.md', '[shape](reference/protocol.md#form)', 'a heading that does not exist'],
    ['a dependency without a reason', 'docs/dependencies.md', '| `fastify` |\n| `vitest` |', 'has no row for saxes'],
    [
      'a reason without its dependency',
      'docs/dependencies.md',
      '| `fastify` |\n| `saxes` |\n| `vitest` |\n| `left-pad` |',
      'left-pad is not declared',
    ],
    ['a translation without its page', 'docs/zh-CN/a.md', '# A', 'has no English page'],
    ['a translation with other commands', 'docs/zh-CN/dependencies.md', '```sh\nnpm ci\n```', 'its code blocks differ'],
    ['text that does not parse', `${server}/http/a.ts`, 'import {', 'Expected'],
  ])('refuses %s', (_promise, path, text, complaint) => {
    const found = complaints({ ...orderly, [path]: text })
    expect(found.length).toBeGreaterThan(0)
    expect(found.join('\n')).toContain(path)
    expect(found.join('\n')).toContain(complaint)
  })

  test('refuses a circle of three files, types included', () => {
    const found = complaints({
      ...orderly,
      [`${server}/domain/a.ts`]: "import type {} from './b.ts'",
      [`${server}/domain/b.ts`]: "import type {} from './c.ts'",
      [`${server}/domain/c.ts`]: "import type {} from './a.ts'",
    })
    expect(found).toEqual([`cycle: ${['a', 'b', 'c', 'a'].map((name) => `${server}/domain/${name}.ts`).join(' → ')}`])
  })

  test('refuses a circle of folders whose files import each other in none', () => {
    const found = complaints({
      ...orderly,
      [`${server}/domain/coupon/a.ts`]: "import type {} from '#domain/templates/b'",
      [`${server}/domain/templates/b.ts`]: 'export {}',
      [`${server}/domain/templates/c.ts`]: "import type {} from '#domain/coupon/d'",
      [`${server}/domain/coupon/d.ts`]: 'export {}',
    })
    const trail = ['coupon', 'templates', 'coupon'].map((name) => `${server}/domain/${name}`)
    expect(found).toEqual([`folder cycle: ${trail.join(' → ')}`])
  })

  test('refuses a chain of seven folders of the store, not one of six', () => {
    const chain = (length: number): Files =>
      Object.fromEntries(
        Array.from({ length }, (_, at): [string, string] => [
          `${server}/store/${at === 0 ? '' : `f${at}/`}a.ts`,
          at === length - 1 ? 'export {}' : `import type {} from '#store/f${at + 1}/a'`,
        ]),
      )
    expect(complaints({ ...orderly, ...chain(6) })).toEqual([])
    const [complaint, ...others] = complaints({ ...orderly, ...chain(7) })
    expect(others).toEqual([])
    expect(complaint).toMatch(/^folders of the store in a chain of 7: .*\/store → .*\/f6$/)
  })

  test.each<[promise: string, path: string, text: string]>([
    ['an import in a comment', `${server}/domain/a.ts`, "// import '../store/sql.ts'\nexport {}"],
    ['an import in a text', `${server}/domain/a.ts`, 'export const a = "import \'../store/sql.ts\'"'],
    ['a wire name in a comment', `${server}/domain/a.ts`, '/** known as `serller_id` */\nexport {}'],
    ['a wire name in a test', `${server}/domain/a.test.ts`, "export const a = 'serller_id'"],
    ['types of node:http', `${server}/http/a.ts`, "import type { Agent } from 'node:http'"],
    ['a file of exactly 400 lines', `${server}/http/a.ts`, 'export {}\n'.repeat(400)],
    ['a citation of sections', `${server}/http/a.ts`, '// docs/reference/protocol.md, 3 and 3.1; `docs/<name>.md`'],
    ['a citation of a heading', `${server}/http/a.ts`, '// docs/reference/protocol.md, "3.1 The shape"'],
    ['a name of a source file', 'docs/a.md', 'In `http/listen.ts`, as in `sql.ts`.'],
    ['a link in a sample', 'docs/a.md', '```md\n[a](gone.md)\n```\n\n`[b](gone.md)`'],
    ['words that look like SQL', `${server}/http/a.ts`, "export const a = 'please select one from the list'"],
  ])('lets %s pass', (_promise, path, text) => {
    expect(complaints({ ...orderly, [path]: text })).toEqual([])
  })
})
