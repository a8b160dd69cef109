import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkArchitecture } from '../../scripts/architecture/check-architecture.ts'
import { readWorkspace } from '../../scripts/architecture/workspace.ts'
import { copyRepository } from '../../scripts/copy-repository.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
let copy: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-method-'))
  copy = join(folder, 'repository')
  copyRepository(root, copy)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Run = Readonly<{ status: number | null; output: string }>

function run(...args: readonly string[]): Run {
  // Settings of the vitest that runs this file are not those of one started by a person. Its command is, which no test of a method starts:
  // otherwise the other vitest would bundle it, and build the console.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|TEST$)/.test(name)),
  )
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, env, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

const program = (path: string) => join('node_modules', path)
const newMethod = (...args: readonly string[]) => run('scripts/new-method.ts', ...args)
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: copy, encoding: 'utf8' })

type Report = Readonly<{
  testResults: readonly Readonly<{
    name: string
    assertionResults: readonly Readonly<{ status: string; title: string; failureMessages: readonly string[] }>[]
  }>[]
}>

/** @returns what failed, as `file: title`, and the messages */
function failures(
  ...paths: readonly string[]
): Readonly<{ names: readonly string[]; messages: string; tests: number }> {
  const file = join(folder, 'report.json')
  // Of several workers each would load the server.
  const flags = ['--maxWorkers=1', '--reporter=json', `--outputFile=${file}`]
  const { output } = run(program('vitest/vitest.mjs'), 'run', ...flags, ...paths)
  if (!existsSync(file)) throw new Error(output)
  const { testResults }: Report = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(file)
  const all = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((result) => ({ ...result, path: relative(copy, name) })),
  )
  const failed = all.filter(({ status }) => status === 'failed')
  return {
    names: failed.map(({ path, title }) => `${path}: ${title}`).toSorted(),
    messages: failed.flatMap(({ failureMessages }) => failureMessages).join('\n'),
    tests: all.length,
  }
}

/** Tests that look at every method, beside those of the method itself. */
const neighbours = [
  'packages/api/src',
  'packages/server/src/methods',
  'packages/samples/src/sdk',
  'packages/browser/src/api-tool',
]

describe('npm run new:method, for a method that reads and one that writes', () => {
  beforeAll(() => {
    for (const args of [
      ['yaoquan.member.find', '--preset', 'read'],
      ['yaoquan.coupon.donate', '--write'],
    ]) {
      expect(newMethod(...args)).toMatchObject({ status: 0, output: expect.stringContaining('Next') })
    }
  })

  test('makes files that the type checker, the linter and the rules of the architecture accept', () => {
    const written = git('ls-files', '--modified', '--others', '--exclude-standard').trim().split('\n')
    expect(written.length).toBeGreaterThan(10)
    expect(checkArchitecture(readWorkspace(copy))).toEqual([])
    // All packages, and of the tests only the new ones: the type checker needs a third less time.
    const sources = written.filter((path) => path.endsWith('.ts'))
    const config = { extends: './tsconfig.json', include: ['packages/*/src', ...sources] }
    writeFileSync(join(copy, 'tsconfig.written.json'), JSON.stringify(config))
    const flags = ['--singleThreaded', '--noEmit', '--project', 'tsconfig.written.json']
    expect(run(program('typescript/bin/tsc'), ...flags)).toEqual({ status: 0, output: '' })
    const linted = run(program('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', ...written)
    expect(linted).toMatchObject({ status: 0 })
  })

  test('makes tests that fail and say what to do next, and breaks no others', () => {
    const own = ['tests/program/member-find.test.ts', 'tests/program/coupon-donate.test.ts']
    const { names, messages, tests } = failures(...neighbours, ...own)
    expect(names).toEqual(
      [
        ...['yaoquan.member.find', 'yaoquan.coupon.donate'].flatMap((name) => [
          `packages/server/src/methods/${name}.test.ts: answers from the domain`,
          `packages/server/src/methods/${name}.test.ts: is described in both languages`,
          `packages/server/src/methods/${name}.test.ts: refuses what does not exist`,
        ]),
        ...own.map((path) => `${path}: answers over HTTP`),
        'tests/program/coupon-donate.test.ts: is done once under one request number',
      ].toSorted(),
    )
    expect(messages.match(/Next: /g)?.length).toBeGreaterThanOrEqual(9)
    expect(tests).toBeGreaterThan(200)
  })
})

test.each([
  { args: ['taobao.x.y'], reason: 'yaoquan.noun.verb' },
  { args: ['yaoquan.coupon.get'], reason: 'exists already' },
  { args: ['yaoquan.member.lose', '--preset', 'erp'], reason: 'erp' },
  { args: [], reason: 'Usage' },
])('refuses $args and changes nothing', ({ args, reason }) => {
  const status = () => git('status', '--porcelain')
  const before = status()
  expect(newMethod(...args)).toMatchObject({ status: 2, output: expect.stringContaining(reason) })
  expect(status()).toBe(before)
})
