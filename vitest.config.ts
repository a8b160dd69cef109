import { existsSync, statfsSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { defineConfig } from 'vitest/config'
import { CountReporter } from './scripts/count-reporter.ts'
import { LongFirst } from './scripts/long-first.ts'
import { patienceMs, testLimitMs } from './tests/harness/patience.ts'
import { soak } from './tests/harness/soak.ts'

const isOnCi = process.env['CI'] === 'true'

/** Store, engines and what works on them: on SQLite always, on MariaDB where it is installed. */
const databaseTests = [
  'packages/server/src/{administration,background,database,store,stores,threads,move-store,backup}/**/*.test.ts',
  'packages/conformance/src/**/*.test.ts',
  'scripts/mariadb/**/*.test.ts',
  'tests/database/**/*.test.ts',
]

/** Of projects whose tests start the command as a process of its own. */
const bundleCommand = 'tests/harness/bundle-command.ts'

/** Of projects whose tests share database servers. */
const offerServers = 'scripts/mariadb/offer-servers.ts'

const architectureTests = 'tests/repository/{architecture,refusals-of-acts}.test.ts'

/** Generated code and samples, compiled and run in their languages where compilers are installed. */
const languageTests = ['packages/samples/src/source-text/literals.test.ts', 'tests/languages/**/*.test.ts']

/** What hangs on the host's zone: run in another, too, by `npm run test:zones`. */
const dateTests = [
  'packages/server/src/domain/**/*.test.ts',
  'packages/server/src/background/expiry*.test.ts',
  'packages/protocol/src/timestamp/**/*.test.ts',
  'packages/cli/src/{options,import}/**/*.test.ts',
  'tests/program/{querycoupon,coupon-templates}.test.ts',
]

/**
 * Kills under load, random calls, faults, and everything on a Galera cluster: long by nature. `YAOQUAN_SOAK=10 npm run soak` makes those with
 * a length ten times as long.
 */
const soakTests = [
  'tests/soak/**/*.test.ts',
  // Of these every run has a short one.
  ...(process.env['YAOQUAN_SOAK'] === undefined
    ? []
    : [
        'tests/program/shadow-{crawl,mirror,outages,routes}.test.ts',
        'packages/server/src/store/audit/hand-edits.test.ts',
        'packages/server/src/store/jobs/import-dry-run.test.ts',
        'packages/server/src/store/key-rotation/key-rotation.test.ts',
      ]),
  ...(soak > 1
    ? [
        'packages/conformance/src/{sqlite,mariadb}.test.ts',
        'tests/database/explain-refusals.test.ts',
        'tests/program/shadow-proof.test.ts',
      ]
    : []),
]
const soakLimitMs = 4 * testLimitMs * soak

export default defineConfig({
  test: {
    // Tests wait for processes a quarter of their time: more workers than cores use it.
    maxWorkers: availableParallelism() + 2,
    reporters: ['default', new CountReporter()],
    sequence: { sequencer: LongFirst },
    // Tests wait for what happens, so that only what never comes reaches a limit. No test has a smaller one of its own.
    testTimeout: testLimitMs * soak,
    hookTimeout: testLimitMs * soak,
    expect: { poll: { timeout: patienceMs } },
    // Days are GMT+8 by rule; a zone west of it is where a mistake shows.
    // Tests read what people read in Chinese, whatever the language of this machine.
    env: { TZ: process.env['TEST_TZ'] ?? 'America/Los_Angeles', TMPDIR: temporaryFolder(), YAOQUAN_LANG: 'zh' },
    // Files that a worker runs share the modules of the server and their compiled code, which take more time than most files.
    isolate: false,
    // Transformed modules are kept by their content.
    fsModuleCache: true,
    projects: [
      project('unit', ['packages/*/src/**/*.test.ts', architectureTests], {
        exclude: [...databaseTests, ...languageTests],
      }),
      project('program', ['tests/{program,repository}/**/*.test.ts', 'scripts/**/*.test.ts'], {
        exclude: [architectureTests, ...databaseTests],
        globalSetup: bundleCommand,
      }),
      project('database', databaseTests, { globalSetup: [bundleCommand, offerServers] }),
      project('languages', languageTests),
      project('browser', ['tests/browser/**/*.test.ts']),
      ...(process.env['TEST_TZ'] === undefined ? [] : [project('dates', dateTests)]),
      ...(isOnCi || process.env['YAOQUAN_SOAK'] !== undefined
        ? [
            project('soak', soakTests, {
              isolate: true,
              testTimeout: soakLimitMs,
              hookTimeout: soakLimitMs,
              globalSetup: [bundleCommand, offerServers],
            }),
          ]
        : []),
    ],
  },
})

/**
 * In memory where there is room, since databases of tests sync after every write. Tests end processes with kill -9, after which
 * files in memory are what files on a disk are; none cuts the power.
 */
function temporaryFolder(): string {
  const inMemory = '/dev/shm'
  if (process.env['TMPDIR'] !== undefined || !existsSync(inMemory)) return tmpdir()
  const { bavail, bsize } = statfsSync(inMemory)
  return bavail * bsize >= 2 * 2 ** 30 ? inMemory : tmpdir()
}

function project(
  name: string,
  include: readonly string[],
  {
    exclude = [],
    ...options
  }: Readonly<{
    exclude?: readonly string[]
    isolate?: boolean
    testTimeout?: number
    hookTimeout?: number
    globalSetup?: string | string[]
  }> = {},
) {
  return { extends: true as const, test: { name, include: [...include], exclude: [...exclude], ...options } }
}
