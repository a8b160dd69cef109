import { type Command, Option } from 'commander'
import { withAudit } from '#administration/audit-store'
import { findingCount, isIntact, reportJson, reportLines } from '#administration/report-text'
import { readJsonFile } from '#calls/read-json-file'
import { dataOption, jsonOption, nonBlank, plainKey, storeOption } from '#options/data-options'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type VerifyFlags = Readonly<{ data?: string; store?: string; seller?: string; checkpoint?: string; json?: boolean }>

/** `yaoquan audit verify`: compares the content of a store with its hash chains and seals. */
export function addAuditVerify(audit: Command): void {
  audit
    .command('verify')
    .description(
      '核对数据：指出每一处不是由药券写入的改动 (verify the data: list every change that was not made by Yaoquan)',
    )
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(
      new Option('--seller <id>', '只核对该连锁，缺省全部 (only this seller; default: all)').argParser(plainKey),
    )
    .addOption(
      new Option(
        '--checkpoint <file>',
        '历史必须包含该检查点，见 audit checkpoint (checkpoint that the history must contain, see audit checkpoint)',
      ).argParser(nonBlank),
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(verify)
}

async function verify({ seller, checkpoint: file, json, ...flags }: VerifyFlags): Promise<void> {
  const { parseCheckpoint } = await import('#server')
  const checkpoint = file === undefined ? undefined : parseCheckpoint(await readJsonFile(file))
  const report = await withAudit(flags, (audit) => audit.verify({ sellerId: seller, checkpoint }))
  if (seller !== undefined && report.sellers.length === 0) {
    throw new OperationFault(`连锁 ${seller} 不存在`, `seller ${seller} does not exist`)
  }
  if (json) printJson(reportJson(report))
  else for (const line of reportLines(report)) print(line)
  if (isIntact(report)) return
  const count = findingCount(report)
  throw new OperationFault(`发现 ${count} 处改动或缺失`, `${count} altered or missing`)
}

const notes = `
不写入任何内容；可在服务运行时执行，也可核对只读的副本。主密钥取自数据目录或环境变量 YAOQUAN_MASTER_KEY。
Writes nothing. May run while a server is running, and on a read-only copy. The master key is read from the data folder or from
YAOQUAN_MASTER_KEY.

示例 Examples:
  yaoquan audit verify --data ./data
  yaoquan audit verify --data /mnt/copy --checkpoint /safe/2026-11-24.json --json`
