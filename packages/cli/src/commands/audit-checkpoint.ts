import { writeFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { withAudit } from '#administration/audit-store'
import { dataOption, nonBlank, storeOption } from '#options/data-options'
import { OperationFault } from '#terminal/faults'
import { print } from '#terminal/output'

type CheckpointFlags = Readonly<{ data?: string; store?: string; out?: string }>

/** `yaoquan audit checkpoint`: signs where every history of a store stands, to be kept elsewhere. */
export function addAuditCheckpoint(audit: Command): void {
  audit
    .command('checkpoint')
    .description('签发检查点，存放在别处，供日后核对 (sign where every history stands, to be kept elsewhere)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(
      new Option(
        '--out <file>',
        '写入新文件，默认输出到标准输出 (write to a new file; default standard output)',
      ).argParser(nonBlank),
    )
    .addHelpText('after', notes)
    .action(checkpoint)
}

async function checkpoint({ out, ...flags }: CheckpointFlags): Promise<void> {
  const signed = await withAudit(flags, (audit) => audit.makeCheckpoint(Date.now()))
  const text = JSON.stringify(signed)
  // A checkpoint that stands is never replaced: an older one proves more.
  if (out === undefined) print(text)
  else await writeNew(out, `${text}\n`)
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new OperationFault(`无法写入新文件 ${path}`, `cannot write a new file: ${error.code}`, { cause: error })
  }
}

const notes = `
检查点是各连锁最新事件的序号与哈希，以Ed25519签名，不含任何会员资料。把它存放在能改动数据的人够不到的地方。
Numbers and hashes of the newest events, signed by Ed25519, nothing of members. Keep it where nobody who can alter the
store can reach it.

示例 Examples:
  yaoquan audit checkpoint --data ./data --out /safe/2026-11-24.json
  yaoquan audit verify --data ./data --checkpoint /safe/2026-11-24.json`
