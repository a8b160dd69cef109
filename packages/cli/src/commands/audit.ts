import { writeFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { auditUntil } from '#administration/audit-parts'
import { noteOtherStores, withAdministration, withAudit } from '#administration/open-administration'
import {
  findingCount,
  isIntact,
  reportJson,
  reportLines,
  unfinishedJson,
  unfinishedLines,
} from '#administration/report-text'
import { readJsonFile } from '#import/open-text'
import { jsonOption, nonBlank, plainKey, type StoreFlags, storeCommand } from '#options/data-options'
import { parseDuration } from '#options/times'
import type { Audit, AuditProgress, AuditReport, SignedCheckpoint } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { errorCode, OperationFault, print, printResult, say, UsageFault } from '#terminal/output'

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
    .addOption(
      new Option(
        '--resume <file>',
        say(
          '记录进度的文件：存在则接着核对，完成后删除，缺省不记录',
          'file that keeps where the audit is: an existing one is continued, and deleted at the end; default: nothing is kept',
        ),
      )
        .argParser(nonBlank)
        .conflicts('since'),
    )
    .addOption(
      new Option(
        '--for <duration>',
        say(
          '核对这么久后停下，如 30m，须与 --resume 同用',
          'stop after this time, e.g. 30m, to be continued with --resume',
        ),
      )
        .argParser(parseDuration)
        .conflicts('since'),
    )
    .addOption(
      new Option(
        '--record',
        say(
          '把结果记入数据，供 /ready 与控制台显示；仅限核对全部连锁',
          'record the result in the store, for /ready and the console; of an audit of all sellers only',
        ),
      ).conflicts(['since', 'seller']),
    )
    .addOption(
      new Option(
        '--without-files',
        say('不检查数据库文件的页与索引', 'leave out the pages and keys of the files of the database'),
      ).conflicts('since'),
    )
    .addOption(jsonOption())
    .addHelpText('after', verifyNotes)
    .action(verify)
}

type VerifyFlags = StoreFlags &
  Readonly<{
    seller?: string
    checkpoint?: string
    since?: string
    resume?: string
    for?: number
    withoutFiles?: boolean
    record?: boolean
  }>

async function verify(flags: VerifyFlags): Promise<void> {
  const { seller, since, resume, for: limitMs } = flags
  if (limitMs !== undefined && resume === undefined)
    throw new UsageFault('--for 须与 --resume 同用', '--for needs --resume')
  const checkpoint = await checkpointIn(since ?? flags.checkpoint)
  const { report, progress, isInterrupted } = await withAudit(flags, async (audit): Promise<Verified> => {
    if (since === undefined || checkpoint === undefined) return verifyWhole(audit, flags, checkpoint)
    return { report: await audit.verifySince({ sellerId: seller, checkpoint }) }
  })
  if (progress === undefined) {
    if (seller !== undefined && report.sellers.length === 0) {
      throw new OperationFault(`连锁 ${seller} 不存在`, `seller ${seller} does not exist`)
    }
    printResult(flags, reportJson(report), reportLines(report).join('\n'))
    if (flags.record === true) await record(flags, report)
    await noteOtherStores(flags, 'audit verify')
  } else {
    printResult(flags, unfinishedJson(report, progress), unfinishedLines(report, progress).join('\n'))
  }
  if (isInterrupted && isIntact(report)) throw new OperationFault('核对被中断', 'the audit was interrupted')
  if (isIntact(report)) return
  const count = findingCount(report)
  throw new OperationFault(`发现 ${count} 处改动或缺失`, `${count} altered or missing`)
}

async function record(flags: StoreFlags, report: AuditReport): Promise<void> {
  const { pass } = report
  if (pass === undefined) return
  await withAdministration(flags, (store) => store.recordAudit({ ...pass, findings: findingCount(report) }))
}

async function checkpointIn(file: string | undefined): Promise<SignedCheckpoint | undefined> {
  const { parseCheckpoint } = await import('#server')
  return file === undefined ? undefined : parseCheckpoint(await readJsonFile(file))
}

/** `progress`: where it was stopped before the end. */
type Verified = Readonly<{ report: AuditReport; progress?: AuditProgress; isInterrupted?: boolean }>

/** Audits in parts until the end, a signal or the limit. */
async function verifyWhole(
  audit: Audit,
  { seller, resume, for: limitMs = Number.POSITIVE_INFINITY, withoutFiles = false }: VerifyFlags,
  checkpoint: SignedCheckpoint | undefined,
): Promise<Verified> {
  const input = { sellerId: seller, checkpoint, resumeFile: resume, isWithoutFiles: withoutFiles, clock: Date.now }
  const pass = await audit.begin(input)
  const isInterrupted = await auditUntil(pass, Date.now() + limitMs)
  if (pass.isDone) return { report: pass.report() }
  pass.keep()
  return { report: pass.report(), progress: pass.progress, isInterrupted }
}

const verifyNotes = helpNotes({
  notes: say(
    `除 --record 外，不向数据写入任何内容；可在服务运行时执行，也可核对只读的副本。主密钥取自数据目录或环境变量 YAOQUAN_MASTER_KEY。
分段读取，每段各为一个时刻。加 --resume 时，被中断后以同样的参数再次执行即可继续；此前已读的各段不再重读，其后对它们的改动由下一次核对发现。`,
    `Writes nothing to the store, except with --record. May run while a server is running, and on a read-only copy. The master key is read from the data folder or from YAOQUAN_MASTER_KEY.
It reads in parts, each of a moment of its own. With --resume the same command continues an audit that was interrupted. It does not read again what it had read: what is altered there afterwards is found by the next audit.`,
  ),
  examples: [
    'yaoquan audit verify --data ./data',
    'yaoquan audit verify --data /mnt/copy --checkpoint /safe/2026-11-24.json --json',
    'yaoquan audit verify --data ./data --since /safe/2026-11-24.json',
    'yaoquan audit verify --data ./data --resume /var/lib/yaoquan/audit --for 30m --record',
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
  await noteOtherStores(flags, 'audit checkpoint')
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
