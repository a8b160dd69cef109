import type { Command } from 'commander'
import { masterKey, noteOtherStores, storePlace } from '#administration/open-administration'
import { jsonOption, nonBlank, type StoreFlags, storeCommand } from '#options/data-options'
import type { KeyStatus, MasterKeyReport, RotationProgress } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { instantText, printNote, printResult, say } from '#terminal/output'

/** `yaoquan key …`: the master key of a store. */
export function addKeyCommands(key: Command): void {
  storeCommand(
    key,
    'rotate',
    say(
      '在线更换主密钥，服务照常运行，中断后再次执行即继续',
      'change the master key while servers run; interrupted, it goes on when run again',
    ),
  )
    .option(
      '--write-key <file>',
      say(
        '把新的主密钥写入此文件；用于主密钥来自 YAOQUAN_MASTER_KEY 时',
        'write the new key to this file, where the present one comes from YAOQUAN_MASTER_KEY',
      ),
      nonBlank,
    )
    .addOption(jsonOption())
    .addHelpText('after', rotateNotes)
    .action(rotate)
  storeCommand(
    key,
    'status',
    say('显示主密钥的代数与更换进度', 'show the generation of the master key and a rotation’s progress'),
  )
    .addOption(jsonOption())
    .addHelpText('after', helpNotes({ examples: ['yaoquan key status --data ./data'] }))
    .action(status)
}

type RotateFlags = StoreFlags & Readonly<{ writeKey?: string }>

async function rotate(flags: RotateFlags): Promise<void> {
  const { rotateMasterKey } = await import('#server')
  const newMasterKey = process.env['YAOQUAN_NEW_MASTER_KEY'] || undefined
  const report = await rotateMasterKey({
    ...storePlace(flags),
    ...masterKey(),
    newMasterKey,
    keyFile: flags.writeKey,
    onProgress: progressPrinter(),
    nowMs: Date.now,
  })
  printResult(flags, documentOf(report), textOf(report))
  if (report.kind === 'rotated' && report.logError !== undefined) printNote(logInUse)
  await noteOtherStores(flags, 'key rotate')
}

function documentOf(report: MasterKeyReport): object {
  if (report.kind === 'in-use-already') return { rotated: false }
  return {
    rotated: true,
    generation: report.generation,
    rows: report.rows,
    member_keys: report.memberKeys,
    unreadable_rows: report.unreadable,
    new_key_file: report.newKeyFile ?? null,
    old_key_file: report.oldKeyFile ?? null,
  }
}

function textOf(report: MasterKeyReport): string {
  if (report.kind === 'in-use-already') return say('这个主密钥已在使用', 'this master key is in use already')
  const { generation, rows, memberKeys, unreadable, newKeyFile, oldKeyFile } = report
  return [
    say(
      `主密钥已更换为第 ${generation} 代: ${rows} 行, ${memberKeys} 个会员密钥`,
      `the master key was changed, it is generation ${generation}: ${rows} rows, ${memberKeys} member keys`,
    ),
    ...(newKeyFile === undefined ? [] : [say(`新的主密钥: ${newKeyFile}`, `new key: ${newKeyFile}`)]),
    ...(oldKeyFile === undefined ? [] : [say(`旧的主密钥: ${oldKeyFile}`, `old key: ${oldKeyFile}`)]),
    ...(unreadable === 0
      ? []
      : [
          say(
            `${unreadable} 行无法解密，未改动，请执行 audit verify`,
            `${unreadable} rows that no key opens were left: run audit verify`,
          ),
        ]),
    masterKey().masterKey === undefined ? inFolder : inEnvironment,
  ].join('\n')
}

const inFolder = say(
  '请备份新的主密钥；旧的另存，只用于恢复此前的备份。共用此数据库的其他机器也要换上新的 master.key',
  'back up the new key; keep the old one elsewhere, for backups made before. Other machines on this database need the new master.key too',
)
const inEnvironment = say(
  '请在各服务下次重启之前把 YAOQUAN_MASTER_KEY 改为新的主密钥；旧的另存，只用于恢复此前的备份',
  'set YAOQUAN_MASTER_KEY to the new key before each server’s next restart; keep the old one elsewhere, for backups made before',
)
const logInUse = say(
  '数据库的日志正在使用，未清空，其中可能还有旧密文，重启服务后即消失',
  'the log of the database was in use and not emptied; it may hold old ciphertexts until servers are restarted',
)

const steps: Readonly<Record<Extract<RotationProgress, { kind: 'step' }>['step'], string>> = {
  announced: say('已告知各服务', 'announced to servers'),
  'in use': say('新的数据已使用新密钥', 'new data is under the new key'),
  secrets: say('应用与webhook的密钥已更换', 'secrets of apps and webhooks done'),
  'member keys': say('会员密钥已更换', 'keys of members done'),
  sellers: say('各连锁的数据已更换', 'rows of sellers done'),
  placed: say('新的主密钥已就位', 'the new key is in its place'),
  retired: say('旧的主密钥已失效', 'the old key opens nothing any more'),
}

/** Prints progress on stderr; numbers at most once a second. */
function progressPrinter(): (progress: RotationProgress) => void {
  let printedAtMs = performance.now()
  return (progress) => {
    if (progress.kind === 'step') return printNote(steps[progress.step])
    if (performance.now() - printedAtMs < 1_000) return
    printedAtMs = performance.now()
    printNote(
      say(
        `${progress.rows} 行，余 ${progress.sellersLeft} 个连锁`,
        `${progress.rows} rows done, ${progress.sellersLeft} sellers left`,
      ),
    )
  }
}

async function status(flags: StoreFlags): Promise<void> {
  const { readKeyStatus } = await import('#server')
  const found = await readKeyStatus({ ...storePlace(flags), ...masterKey() })
  printResult(flags, statusDocument(found), statusText(found))
}

function statusDocument({ generation, sinceMs, isRotating, sellers, sellersLeft, retired }: KeyStatus): object {
  return {
    generation,
    since: instantText(sinceMs),
    rotating: isRotating,
    sellers,
    sellers_left: isRotating ? sellersLeft : 0,
    retired: retired.map((key) => ({ generation: key.generation, ended_at: instantText(key.endedAtMs) })),
  }
}

function statusText({ generation, sinceMs, isRotating, sellers, sellersLeft, retired }: KeyStatus): string {
  return [
    say(
      `主密钥: 第 ${generation} 代, ${instantText(sinceMs)}`,
      `master key: generation ${generation}, ${instantText(sinceMs)}`,
    ),
    isRotating
      ? say(
          `正在更换，还有 ${sellersLeft}/${sellers} 个连锁；再次执行 key rotate 即继续`,
          `being changed, ${sellersLeft} of ${sellers} sellers left; run key rotate to go on`,
        )
      : say('没有在更换', 'not being changed'),
    ...retired.map((key) =>
      say(
        `第 ${key.generation} 代已失效: ${instantText(key.endedAtMs)}`,
        `generation ${key.generation} retired: ${instantText(key.endedAtMs)}`,
      ),
    ),
  ].join('\n')
}

const rotateNotes = helpNotes({
  notes: say(
    `主密钥在数据目录中时：新密钥先写入 master.key.next，完成后成为 master.key，旧的留作 master.key.old-日期。
主密钥来自 YAOQUAN_MASTER_KEY 时：用 YAOQUAN_NEW_MASTER_KEY 给出新密钥，或用 --write-key 生成并写入文件；不会显示密钥。
更换期间新旧密钥都能打开数据，运行中的服务无需重启；完成后只有新密钥能打开。各服务的 YAOQUAN_MASTER_KEY 或 master.key 须在其下次重启之前改为新的。`,
    'A key in the data folder: the new one is written to master.key.next first, and takes the place of master.key at the end; the old one is kept as master.key.old-DATE. A key from YAOQUAN_MASTER_KEY: give the new one in YAOQUAN_NEW_MASTER_KEY, or let --write-key make one and write it to a file; keys are never printed. While the key is changed both open the data, and running servers need no restart; afterwards only the new one does. Set the new YAOQUAN_MASTER_KEY or master.key of each server before its next restart.',
  ),
  examples: [
    'yaoquan key rotate --data ./data',
    'yaoquan key rotate --store mysql://yaoquan:secret@db1:3306,db2:3306/yaoquan --write-key /etc/yaoquan/new.key',
  ],
})
