import { writeFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { withAudit } from '#administration/audit-store'
import { dataOption, nonBlank, storeOption } from '#options/data-options'
import { OperationFault } from '#terminal/faults'
import { print } from '#terminal/output'

type CheckpointFlags = Readonly<{ data?: string; store?: string; out?: string }>

/** `yaoquan audit checkpoint`: signs the newest event of every seller, for safekeeping elsewhere. */
export function addAuditCheckpoint(audit: Command): void {
  audit
    .command('checkpoint')
    .description('签发检查点，存放在别处，供日后核对 (sign a checkpoint to keep elsewhere and verify against later)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(
      new Option(
        '--out <file>',
        '写入新文件，缺省输出到标准输出 (write to a new file; default: standard output)',
      ).argParser(nonBlank),
    )
    .addHelpText('after', notes)
    .action(checkpoint)
}

async function checkpoint({ out, ...flags }: CheckpointFlags): Promise<void> {
  const signed = await withAudit(flags, (audit) => audit.makeCheckpoint(Date.now()))
  const text = JSON.stringify(signed)
  // Never overwrite a checkpoint: an older one proves more.
  if (out === undefined) print(text)
  else await writeNew(out, `${text}\n`)
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new OperationFault(`无法写入新文件 ${path}: ${error.code}`, 'cannot write the new file', { cause: error })
  }
}

const notes = `
检查点是各连锁最新事件的序号与哈希，以Ed25519签名，不含任何会员资料。把它存放在能改动数据的人够不到的地方。
A checkpoint contains number and hash of the newest event of every seller, signed with Ed25519, and no member data. Keep it where
nobody who can change the data can reach it.

示例 Examples:
  yaoquan audit checkpoint --data ./data --out /safe/2026-11-24.json
  yaoquan audit verify --data ./data --checkpoint /safe/2026-11-24.json`
