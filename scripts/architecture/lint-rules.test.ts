import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const server = 'packages/server/src'

/** Imports that Biome must refuse while somebody types them, before the architecture test does. */
const forbidden: readonly (readonly [folder: string, specifier: string])[] = [
  ['packages/api/src', '@yaoquan/protocol'],
  ['packages/api/src', 'node:crypto'],
  ['packages/protocol/src', '@yaoquan/server'],
  ['packages/protocol/src', '@yaoquan/client'],
  ['packages/protocol/src', 'node:http'],
  ['packages/client/src', '@yaoquan/server'],
  ['packages/client/src', 'node:fs'],
  ['packages/samples/src', '@yaoquan/client'],
  ['packages/samples/src', 'node:fs'],
  [`${server}/http`, '../domain/coupon.ts'],
  [`${server}/http`, '../store/sql.ts'],
  [`${server}/http`, '../methods/method.ts'],
  [`${server}/gateway`, '../http/server.ts'],
  [`${server}/gateway/stages`, '../../store/sql.ts'],
  [`${server}/gateway/stages`, '../../domain/coupon.ts'],
  [`${server}/methods`, '../http/server.ts'],
  [`${server}/methods`, '../gateway/gateway.ts'],
  [`${server}/methods`, '@yaoquan/protocol'],
  [`${server}/methods`, '../store/sql.ts'],
  [`${server}/domain`, '../store/sql.ts'],
  [`${server}/domain/coupon`, '../../store/sqlite/open.ts'],
  [`${server}/domain`, '@yaoquan/api'],
  [`${server}/domain`, 'node:crypto'],
  [`${server}/store`, '../http/server.ts'],
  [`${server}/store`, '../gateway/gateway.ts'],
  [`${server}/store/sqlite`, '../../methods/method.ts'],
  [`${server}/store`, '@yaoquan/api'],
  [`${server}/telemetry`, '../config/env.ts'],
  [`${server}/config`, '../telemetry/log.ts'],
  [`${server}/demo`, '../store/sql.ts'],
  [`${server}/webhooks`, '../store/sql.ts'],
  [`${server}/webhooks`, '../methods/method.ts'],
  [`${server}/webhooks`, '@yaoquan/protocol'],
  [`${server}/expiry`, '../store/sql.ts'],
  [`${server}/expiry`, '@yaoquan/api'],
  [`${server}/site`, '../store/sql.ts'],
  [`${server}/site`, '@yaoquan/api'],
  [`${server}/documentation`, '../store/sql.ts'],
  [`${server}/documentation`, '../domain/coupon.ts'],
  [`${server}/documentation/method-page`, '../../methods/method.ts'],
  [`${server}/tools`, '../store/sql.ts'],
  [`${server}/tools`, '@yaoquan/api'],
  ['packages/browser/src', 'node:fs'],
  ['packages/browser/src', '@yaoquan/server'],
  ['packages/cli/src', '../../server/src/store/sql.ts'],
  ['packages/cli/src', '@yaoquan/server/src/store/sql.ts'],
]

const allowed: typeof forbidden = [
  ['packages/api/src/methods', '../language/field.ts'],
  ['packages/protocol/src', '@yaoquan/api'],
  ['packages/protocol/src', 'node:crypto'],
  [`${server}/gateway`, '@yaoquan/protocol'],
  [`${server}/methods`, '../domain/coupon.ts'],
  [`${server}/domain/coupon`, '../access/access-store.ts'],
  [`${server}/store`, '../domain/coupon.ts'],
  [`${server}/webhooks`, '../domain/webhooks/webhook-store.ts'],
  [`${server}/webhooks`, '@yaoquan/api'],
  [`${server}/documentation`, '@yaoquan/protocol'],
  [`${server}/documentation`, '../site/html.ts'],
  [`${server}/tools`, '../site/html.ts'],
  [`${server}/http`, '../site/page-route.ts'],
  ['packages/browser/src/entries', '@yaoquan/protocol'],
]

let folder: string
let refusedFiles: ReadonlySet<string>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-'))
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'))
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }))
  for (const [index, [place, specifier]] of [...forbidden, ...allowed].entries()) write(place, { index, specifier })
  refusedFiles = lint()
})

afterAll(() => rmSync(folder, { recursive: true }))

test.each(forbidden.map(([place, specifier], index) => ({ place, specifier, index })))(
  'refuses $specifier in $place',
  ({ place, index }) => expect(refusedFiles).toContain(`${place}/probe-${index}.ts`),
)

test.each(allowed.map(([place, specifier], index) => ({ place, specifier, index: forbidden.length + index })))(
  'allows $specifier in $place',
  ({ place, index }) => expect(refusedFiles).not.toContain(`${place}/probe-${index}.ts`),
)

function write(place: string, { index, specifier }: Readonly<{ index: number; specifier: string }>): void {
  const path = join(folder, place, `probe-${index}.ts`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `import type { A } from '${specifier}'\nexport type B = A\n`)
}

function lint(): ReadonlySet<string> {
  const program = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const args = ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.']
  const run = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' })
  const report: { diagnostics: { category: string; location: { path: unknown } }[] } = JSON.parse(run.stdout)
  return new Set(report.diagnostics.map((diagnostic) => pathOf(diagnostic.location.path)))
}

function pathOf(path: unknown): string {
  return String(typeof path === 'object' && path !== null && 'file' in path ? path.file : path).replace(/^\.\//, '')
}
