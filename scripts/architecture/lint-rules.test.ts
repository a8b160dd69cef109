import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { biomeConfig } from './biome-config.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const server = 'packages/server/src'

/** Imports that Biome must refuse while somebody types them, before the architecture test does. */
const forbidden: readonly (readonly [folder: string, specifier: string])[] = [
  ['packages/api/src', '@yaoquan/protocol'],
  ['packages/api/src', 'node:crypto'],
  ['packages/protocol/src', '@yaoquan/server'],
  ['packages/protocol/src', '@yaoquan/client'],
  ['packages/protocol/src', 'node:http'],
  ['packages/basket/src', '@yaoquan/api'],
  ['packages/basket/src', 'node:crypto'],
  ['packages/client/src', '@yaoquan/server'],
  ['packages/client/src', 'node:fs'],
  ['packages/samples/src', '@yaoquan/client'],
  ['packages/samples/src', 'node:fs'],
  [`${server}/http`, '#domain/coupon'],
  [`${server}/http`, '#store/sql'],
  [`${server}/http`, '#methods/method'],
  [`${server}/gateway`, '#http/server'],
  [`${server}/gateway/checks`, '#store/sql'],
  [`${server}/gateway/checks`, '#domain/coupon'],
  [`${server}/methods`, '#http/server'],
  [`${server}/methods`, '#gateway/gateway'],
  [`${server}/methods`, '@yaoquan/protocol'],
  [`${server}/methods`, '#store/sql'],
  [`${server}/domain`, '#store/sql'],
  [`${server}/domain/coupon`, '#database/sqlite/open'],
  [`${server}/domain`, '@yaoquan/api'],
  [`${server}/domain`, 'node:crypto'],
  [`${server}/store`, '#http/server'],
  [`${server}/store`, '#gateway/gateway'],
  [`${server}/store/writing`, '#methods/method'],
  [`${server}/store`, '@yaoquan/api'],
  [`${server}/telemetry`, '#config/env'],
  [`${server}/config`, '#telemetry/log'],
  [`${server}/demo`, '#store/sql'],
  [`${server}/background/webhooks`, '#store/sql'],
  [`${server}/background/webhooks`, '#methods/method'],
  [`${server}/background/webhooks`, '@yaoquan/client'],
  [`${server}/background`, '#store/sql'],
  [`${server}/site`, '#store/sql'],
  [`${server}/site`, '@yaoquan/api'],
  [`${server}/site/documentation`, '#store/sql'],
  [`${server}/site/documentation`, '#domain/coupon'],
  [`${server}/site/documentation/method-page`, '#methods/method'],
  [`${server}/site/tools`, '#store/sql'],
  [`${server}/site/tools`, '@yaoquan/api'],
  ['packages/browser/src', 'node:fs'],
  ['packages/browser/src', '@yaoquan/server'],
  ['packages/cli/src', '../../server/src/store/sql.ts'],
  [`${server}/database/sqlite`, '#store/open-store'],
  [`${server}/database`, '#domain/money'],
  [`${server}/encryption`, '#store/open-store'],
  [`${server}/store/writing`, '#start-server'],
  ['packages/cli/src/commands', '../terminal/output.ts'],
]

const allowed: typeof forbidden = [
  ['packages/api/src/methods', '../language/field.ts'],
  ['packages/protocol/src', '@yaoquan/api'],
  ['packages/protocol/src', 'node:crypto'],
  [`${server}/gateway`, '@yaoquan/protocol'],
  [`${server}/methods`, '#domain/coupon'],
  [`${server}/domain/coupon`, '#domain/access/access-store'],
  [`${server}/domain/lifecycle`, '@yaoquan/basket'],
  [`${server}/store`, '#domain/coupon'],
  [`${server}/background/webhooks`, '#domain/webhooks/webhook-store'],
  [`${server}/background/webhooks`, '@yaoquan/api'],
  [`${server}/site/documentation`, '@yaoquan/protocol'],
  [`${server}/site/documentation`, '#site/html'],
  [`${server}/site/tools`, '#site/html'],
  [`${server}/http`, '#site/page-route'],
  ['packages/browser/src/entries', '@yaoquan/protocol'],
  ['packages/cli/src/commands', '#terminal/output'],
  ['packages/cli/src/commands', '#server'],
  [`${server}/store/writing`, '#database/sql-engine'],
  [`${server}/background/webhooks`, 'node:https'],
]

let folder: string
let refusedFiles: ReadonlySet<string>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-'))
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'))
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }))
  cpSync(join(root, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true })
  for (const [index, [place, specifier]] of [...forbidden, ...allowed].entries()) write(place, { index, specifier })
  refusedFiles = lint()
})

afterAll(() => rmSync(folder, { recursive: true }))

test('biome.json is what the folder table makes of it (npm run lint:config)', () => {
  expect(JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'))).toEqual(biomeConfig())
})

test.each(forbidden.map(([place, specifier], index) => ({ place, specifier, index })))(
  'refuses $specifier in $place',
  ({ place, index }) => expect(refusedFiles).toContain(`${place}/probe-${index}.ts`),
)

test.each(allowed.map(([place, specifier], index) => ({ place, specifier, index: forbidden.length + index })))(
  'allows $specifier in $place',
  ({ place, index }) => expect(refusedFiles).not.toContain(`${place}/probe-${index}.ts`),
)

test.each([
  ['refuses a literal that is spread into a literal', 'export const a = { b: 1, ...{ c: 2 } }', 1],
  [
    'allows what is spread by a condition',
    'export const a = (b: object, c: boolean) => ({ ...b, ...(c ? { d: 1 } : {}) })',
    0,
  ],
  ['refuses a literal that is spread into the attributes of an element', 'export const a = <b {...{ c: 2 }} />', 1],
  ['allows attributes from elsewhere', 'export const a = (b: object) => <b {...b} />', 0],
] as const)('%s', (_name, text, refusals) => {
  writeFileSync(join(folder, 'spread.tsx'), `${text}\n`)
  const { stdout } = biome('lint', '--reporter=json', 'spread.tsx')
  expect(JSON.parse(stdout).diagnostics.map(({ category }: { category: string }) => category)).toEqual(
    Array(refusals).fill('plugin'),
  )
})

function write(place: string, { index, specifier }: Readonly<{ index: number; specifier: string }>): void {
  const path = join(folder, place, `probe-${index}.ts`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `import type { A } from '${specifier}'\nexport type B = A\n`)
}

function lint(): ReadonlySet<string> {
  const run = biome('lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.')
  const report: { diagnostics: { category: string; location: { path: unknown } }[] } = JSON.parse(run.stdout)
  return new Set(report.diagnostics.map((diagnostic) => pathOf(diagnostic.location.path)))
}

function biome(...args: readonly string[]) {
  const program = join(root, 'node_modules/@biomejs/biome/bin/biome')
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' })
}

function pathOf(path: unknown): string {
  return String(typeof path === 'object' && path !== null && 'file' in path ? path.file : path).replace(/^\.\//, '')
}
