/// <reference path="./conformance-package.d.ts" />
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { withByteSink } from '#export/byte-sink'
import { jsonOption, nonBlank, storeOption, wholeNumber } from '#options/data-options'
import type { CheckResult, ConformanceStart, RunConformance } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { errorCode, OperationFault, print, printResult, say, UsageFault } from '#terminal/output'
import { version } from '#terminal/version'

type ConformanceFlags = Readonly<{ store?: string; runs: number; report?: string; json?: boolean }>

/** `yaoquan conformance`: checks whether a database has all the properties Yaoquan relies on. */
export function addConformance(program: Command): void {
  program
    .command('conformance')
    .description(
      say('检验您的数据库集群是否满足药券的全部要求', 'check that a database cluster meets all requirements'),
    )
    .addOption(storeOption())
    .option(
      '--runs <n>',
      say('与模型对照的随机操作序列数', 'random sequences of operations compared with a model'),
      wholeNumber(1, 100_000),
      100,
    )
    .option(
      '--report <file>',
      say(
        '另写一份可发给我们的报告（新文件，JSON：版本、数据库参数、各项结果；不含地址和密码）',
        'also write a report to send us: a new JSON file with versions, settings of the database and each result, without addresses and passwords',
      ),
      nonBlank,
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(check)
}

async function check({ report, ...flags }: ConformanceFlags): Promise<void> {
  const outcome =
    report === undefined
      ? await checkStore(flags)
      : // Opened first, so that a folder that is not writable fails before the checks.
        await withByteSink(report, async (sink) => {
          const finished = await checkStore(flags)
          await sink.write(Buffer.from(`${JSON.stringify(reportOf(finished, flags), undefined, 2)}\n`))
          return finished
        })
  const { results } = outcome
  const failed = results.filter(({ failure }) => failure !== undefined).length
  printResult(flags, results.map(shownResult), `\n${results.length - failed} passed, ${failed} failed`)
  if (failed > 0) {
    throw new OperationFault(
      `${failed} 项检验未通过，该数据库不可用于药券`,
      `${failed} checks failed: do not use this database for Yaoquan`,
    )
  }
}

type Outcome = Readonly<{ server: ConformanceStart | undefined; results: readonly CheckResult[] }>

async function checkStore({ store, runs, json }: ConformanceFlags): Promise<Outcome> {
  if (store === undefined) throw new UsageFault('请指定 --store', '--store <url> is required')
  const runConformance = await loadConformance()
  const results: CheckResult[] = []
  let server: ConformanceStart | undefined
  await runConformance({
    storeUrl: store,
    modelRuns: runs,
    onStart(started) {
      server = started
      const { version, database, checks } = started
      if (!json)
        print(
          say(
            `${version}\n${checks} 项检验，临时数据库 ${database}\n`,
            `${version}\n${checks} checks in the temporary database ${database}\n`,
          ),
        )
    },
    onResult(result) {
      results.push(result)
      if (!json) print(lineOf(result))
    },
  })
  return { server, results }
}

function shownResult({ name, failure, durationMs }: CheckResult) {
  return { name, holds: failure === undefined, failure, duration_ms: Math.round(durationMs) }
}

function reportOf({ server, results }: Outcome, { runs }: ConformanceFlags) {
  return {
    yaoquan: version(),
    node: process.version,
    system: `${process.platform}-${process.arch}`,
    database: server?.version,
    settings: server?.settings,
    runs,
    checks: results.map(shownResult),
  }
}

function lineOf({ name, failure, durationMs }: CheckResult): string {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`
  if (failure === undefined) return `✓ ${name}  ${seconds}`
  return `✗ ${name}  ${seconds}\n    ${failure.split('\n').join('\n    ')}`
}

const notes = helpNotes({
  notes: say(
    `检验在新建的临时数据库中进行，结束后删除；数据库用户需要建库和删库的权限。给出多台主机时，同时向两台写入。
已验证: MariaDB 11.8, Galera 26.4。请自行验证: MySQL, TiDB, OceanBase, PolarDB-X。`,
    `The checks run in a new database that is dropped afterwards. The database user must be allowed to create and drop databases. If several hosts are given, the checks write to two of them at the same time.
Verified: MariaDB 11.8, Galera 26.4. Verify yourself: MySQL, TiDB, OceanBase, PolarDB-X.`,
  ),
  examples: [
    'YAOQUAN_STORE=mysql://root:secret@tidb:4000/yaoquan yaoquan conformance',
    "yaoquan conformance --store 'mysql://root@ob:2881/yaoquan?engine=oceanbase' --runs 1000",
  ],
})

/**
 * Loads the checks of `yaoquan conformance`. They are an optional package, since the libraries they use serve no other command.
 * @throws OperationFault with the line that installs the package if it is not installed in the version of the command
 */
async function loadConformance(): Promise<RunConformance> {
  if (installedVersion() !== version()) {
    const line = `npm install ${isInProject() ? '' : '--global '}@yaoquan/conformance@${version()}`
    throw new OperationFault(`未安装本版本的检验程序，请执行: ${line}`, `install the checks of this version: ${line}`)
  }
  return (await import('@yaoquan/conformance')).runConformance
}

function installedVersion(): string | undefined {
  try {
    return version(new URL('../package.json', import.meta.resolve('@yaoquan/conformance')))
  } catch (error) {
    if (errorCode(error) === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** Whether the folder of `node_modules` with this package is that of a project; global installations have no package.json there. */
function isInProject(): boolean {
  return existsSync(fileURLToPath(new URL('../../../../package.json', import.meta.url)))
}
