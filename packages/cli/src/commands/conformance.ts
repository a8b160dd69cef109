import { type Command, Option } from 'commander'
import { jsonOption, storeOption, wholeNumber } from '#options/data-options'
import type { CheckResult } from '#server'
import { OperationFault, UsageFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type ConformanceFlags = Readonly<{ store?: string; runs: number; json?: boolean }>

/** `yaoquan conformance`: finds out whether a database may keep coupons. */
export function addConformance(program: Command): void {
  program
    .command('conformance')
    .description(
      '在您自己的数据库集群上检验药券所依赖的一切 (prove that your own database cluster keeps what Yaoquan relies on)',
    )
    .addOption(storeOption())
    .addOption(
      new Option('--runs <n>', '与模型对照的随机过程数 (random lives compared with a model)')
        .argParser(wholeNumber(1, 100_000))
        .default(100),
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(check)
}

async function check({ store, runs, json }: ConformanceFlags): Promise<void> {
  if (store === undefined) throw new UsageFault('请给出 --store 地址', 'give --store <url>')
  const { runConformance } = await import('#server')
  const results: CheckResult[] = []
  const failed = await runConformance({
    storeUrl: store,
    modelRuns: runs,
    onStart({ version, database, checks }) {
      if (!json) print(`${version}\n${checks} 项检验，临时数据库 ${database} (checks, in a database of their own)\n`)
    },
    onResult(result) {
      results.push(result)
      if (!json) print(lineOf(result))
    },
  })
  if (json)
    printJson(
      results.map(({ name, failure, durationMs }) => ({
        name,
        holds: failure === undefined,
        failure,
        duration_ms: Math.round(durationMs),
      })),
    )
  else print(`\n${results.length - failed} passed, ${failed} failed`)
  if (failed > 0)
    throw new OperationFault(
      `${failed} 项不成立，该数据库不可用于药券`,
      `${failed} checks do not hold: do not keep coupons there`,
    )
}

function lineOf({ name, failure, durationMs }: CheckResult): string {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`
  if (failure === undefined) return `✓ ${name}  ${seconds}`
  return `✗ ${name}  ${seconds}\n    ${failure.split('\n').join('\n    ')}`
}

const notes = `
检验在新建的临时数据库中进行，结束后删除；数据库用户需要建库和删库的权限。给出多台主机时，同时向两台写入。
The checks run in a new database that is dropped afterwards: the user must be allowed to make and drop databases. Given several hosts,
two of them are written to at once.
已验证 Proven here: MariaDB 11.8, Galera 26.4. 未验证 Unproven until you run this: MySQL, TiDB, OceanBase, PolarDB-X.

示例 Examples:
  YAOQUAN_STORE=mysql://root:secret@tidb:4000/yaoquan yaoquan conformance
  yaoquan conformance --store 'mysql://root@ob:2881/yaoquan?engine=oceanbase' --runs 1000`
