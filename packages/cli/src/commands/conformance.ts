import type { Command } from 'commander'
import { loadConformance } from '#administration/load-conformance'
import { jsonOption, storeOption, wholeNumber } from '#options/data-options'
import type { CheckResult } from '#server'
import { OperationFault, UsageFault } from '#terminal/faults'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'
import { print, printResult } from '#terminal/output'

type ConformanceFlags = Readonly<{ store?: string; runs: number; json?: boolean }>

/** `yaoquan conformance`: checks whether a database has all the properties Yaoquan relies on. */
export function addConformance(program: Command): void {
  program
    .command('conformance')
    .description(
      say(
        '检验您的数据库集群是否满足药券的全部要求',
        'check that your database cluster meets all requirements of Yaoquan',
      ),
    )
    .addOption(storeOption())
    .option(
      '--runs <n>',
      say('与模型对照的随机操作序列数', 'random sequences of operations compared with a model'),
      wholeNumber(1, 100_000),
      100,
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(check)
}

async function check({ store, runs, json }: ConformanceFlags): Promise<void> {
  if (store === undefined) throw new UsageFault('请指定 --store', '--store <url> is required')
  const runConformance = await loadConformance()
  const results: CheckResult[] = []
  const failed = await runConformance({
    storeUrl: store,
    modelRuns: runs,
    onStart({ version, database, checks }) {
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
  const members = results.map(({ name, failure, durationMs }) => {
    return { name, holds: failure === undefined, failure, duration_ms: Math.round(durationMs) }
  })
  printResult({ json }, members, `\n${results.length - failed} passed, ${failed} failed`)
  if (failed > 0) {
    throw new OperationFault(
      `${failed} 项检验未通过，该数据库不可用于药券`,
      `${failed} checks failed: do not use this database for Yaoquan`,
    )
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
