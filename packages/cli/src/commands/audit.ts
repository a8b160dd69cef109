import { writeFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { withAudit } from '#administration/open-administration'
import { findingCount, isIntact, reportJson, reportLines } from '#administration/report-text'
import { readJsonFile } from '#import/open-text'
import { jsonOption, nonBlank, plainKey, type StoreFlags, storeCommand } from '#options/data-options'
import { errorCode, OperationFault } from '#terminal/faults'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'
import { print, printResult } from '#terminal/output'

/** `yaoquan audit …`: compares the content of a store with its hash chains and seals, and signs checkpoints. */
export function addAuditCommands(audit: Command): void {
  addVerify(audit)
  addCheckpoint(audit)
}

function addVerify(audit: Command): void {
  storeCommand(
    audit,
    'verify',
    say('核对数据：指出每一处不是由药券写入的改动', 'verify the data: list every change that was not made by Yaoquan'),
  )
    .option('--seller <id>', say('只核对该连锁，缺省全部', 'only this seller; default: all'), plainKey)
    .option(
      '--checkpoint <file>',
      say(
        '历史必须包含该检查点，见 audit checkpoint',
        'checkpoint that the history must contain, see audit checkpoint',
      ),
      nonBlank,
    )
    .addOption(
      new Option(
        '--since <file>',
        say(
          '只核对该检查点之后的事件与其改动的数据行，见 audit checkpoint',
          'verify only the events since the checkpoint and the rows that they changed, see audit checkpoint',
        ),
      )
        .argParser(nonBlank)
        .conflicts('checkpoint'),
    )
    .addOption(jsonOption())
    .addHelpText('after', verifyNotes)
    .action(verify)
}

type VerifyFlags = StoreFlags & Readonly<{ seller?: string; checkpoint?: string; since?: string }>

async function verify(flags: VerifyFlags): Promise<void> {
  const { seller, since } = flags
  const file = since ?? flags.checkpoint
  const { parseCheckpoint } = await import('#server')
  const checkpoint = file === undefined ? undefined : parseCheckpoint(await readJsonFile(file))
  const isSinceCheckpoint = since !== undefined
  const report = await withAudit(flags, (audit) => audit.verify({ sellerId: seller, checkpoint, isSinceCheckpoint }))
  if (seller !== undefined && report.sellers.length === 0) {
    throw new OperationFault(`连锁 ${seller} 不存在`, `seller ${seller} does not exist`)
  }
  printResult(flags, reportJson(report), reportLines(report).join('\n'))
  if (isIntact(report)) return
  const count = findingCount(report)
  throw new OperationFault(`发现 ${count} 处改动或缺失`, `${count} altered or missing`)
}

const verifyNotes = helpNotes({
  notes: say(
    '不写入任何内容；可在服务运行时执行，也可核对只读的副本。主密钥取自数据目录或环境变量 YAOQUAN_MASTER_KEY。',
    'Writes nothing. May run while a server is running, and on a read-only copy. The master key is read from the data folder or from YAOQUAN_MASTER_KEY.',
  ),
  examples: [
    'yaoquan audit verify --data ./data',
    'yaoquan audit verify --data /mnt/copy --checkpoint /safe/2026-11-24.json --json',
    'yaoquan audit verify --data ./data --since /safe/2026-11-24.json',
  ],
})

/** Signs the newest event of every seller, for safekeeping elsewhere. */
function addCheckpoint(audit: Command): void {
  storeCommand(
    audit,
    'checkpoint',
    say('签发检查点，存放在别处，供日后核对', 'sign a checkpoint to keep elsewhere and verify against later'),
  )
    .option(
      '--out <file>',
      say('写入新文件，缺省输出到标准输出', 'write to a new file; default: standard output'),
      nonBlank,
    )
    .addHelpText('after', checkpointNotes)
    .action(checkpoint)
}

async function checkpoint(flags: StoreFlags & Readonly<{ out?: string }>): Promise<void> {
  const text = JSON.stringify(await withAudit(flags, (audit) => audit.makeCheckpoint(Date.now())))
  if (flags.out === undefined) print(text)
  else await writeNew(flags.out, `${text}\n`)
}

/** Never overwrites a checkpoint: an older one proves more. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (cause) {
    throw new OperationFault(
      `无法写入新文件 ${path}: ${errorCode(cause)}`,
      `cannot write the new file ${path}: ${errorCode(cause)}`,
      { cause },
    )
  }
}

const checkpointNotes = helpNotes({
  notes: say(
    '检查点是各连锁最新事件的序号与哈希，以Ed25519签名，不含任何会员资料。把它存放在能改动数据的人够不到的地方。',
    'A checkpoint contains number and hash of the newest event of every seller, signed with Ed25519, and no member data. Keep it where nobody who can change the data can reach it.',
  ),
  examples: [
    'yaoquan audit checkpoint --data ./data --out /safe/2026-11-24.json',
    'yaoquan audit verify --data ./data --checkpoint /safe/2026-11-24.json',
  ],
})
