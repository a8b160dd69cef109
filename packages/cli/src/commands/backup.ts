import { formatTimestamp } from '@yaoquan/protocol'
import type { Command } from 'commander'
import { masterKey, noteOtherStores, storePlace, withAdministration } from '#administration/open-administration'
import { jsonOption, nonBlank, type StoreFlags, storeCommand } from '#options/data-options'
import { parseClockText, parseDuration } from '#options/times'
import type { BackupReport, RestoreReport } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { print, printJson, printNote, printResult, say, UsageFault } from '#terminal/output'

const folderArgument = ['<dir>', say('存放备份的目录', 'backup folder')] as const

/** `yaoquan backup DIR`: backs up a data folder while servers use it. */
export function addBackup(program: Command): void {
  storeCommand(
    program,
    'backup',
    say(
      '在线备份数据目录，再次执行只保存变化的部分',
      'back up a data folder while servers run; later backups store only what changed',
    ),
  )
    .argument(...folderArgument)
    .option(
      '--keep <duration>',
      say(
        '删除早于此的备份，如 30d；总是保留最新一份',
        'delete backups older than this, e.g. 30d; the newest is always kept',
      ),
      parseDuration,
    )
    .option(
      '--keys <dir>',
      say(
        '存放会员密钥副本的目录，缺省为备份目录名加 -keys',
        'folder for copies of member keys; default: the backup folder with -keys added',
      ),
      nonBlank,
    )
    .option(
      '--keep-keys <duration>',
      say('删除早于此的会员密钥副本，缺省 30d', 'delete copies of member keys older than this; default: 30d'),
      parseDuration,
    )
    .option(
      '--check',
      say(
        '检查数据库的每一页与每个索引，缺省 7 天一次',
        'check every page and key of the database; default: once in 7 days',
      ),
    )
    .option('--list', say('列出已有的备份，不进行备份', 'list existing backups instead of taking one'))
    .addOption(jsonOption())
    .addHelpText('after', backupNotes)
    .action(backup)
}

type BackupFlags = StoreFlags &
  Readonly<{ keep?: number; keys?: string; keepKeys?: number; check?: boolean; list?: boolean }>

async function backup(folder: string, flags: BackupFlags): Promise<void> {
  const { listBackups, takeBackup } = await import('#server')
  if (flags.list) {
    const texts = listBackups(folder).map(formatTimestamp)
    if (flags.json) printJson(texts)
    else if (texts.length === 0) printNote(say(`没有备份: ${folder}`, `no backups: ${folder}`))
    else for (const text of texts) print(text)
    return
  }
  if (flags.store !== undefined) {
    throw new UsageFault(
      '数据库集群请用 mariadb-backup 备份，见 docs/cluster.md',
      'use mariadb-backup for a database cluster, see docs/cluster.md',
    )
  }
  const keeping = { keepMs: flags.keep, keysFolder: flags.keys, keepKeysMs: flags.keepKeys, isChecked: flags.check }
  const report = await takeBackup({ ...storePlace(flags), folder, ...keeping, clock: Date.now })
  printResult(flags, jsonOf(report), textOf(report))
  await noteOtherStores(flags, 'backup DIR')
}

function jsonOf({ takenAtMs, sellers, ...report }: BackupReport): object {
  return {
    taken_at: formatTimestamp(takenAtMs),
    checked_at: formatTimestamp(report.checkedAtMs),
    bytes: report.bytes,
    read_bytes: report.readBytes,
    added_bytes: report.addedBytes,
    unlisted_chunks: report.unlistedChunks,
    removed_backups: report.removedBackups,
    keys_folder: report.keys.folder,
    former_keys_folder: report.keys.formerFolder ?? null,
    keys_folder_on_other_device: report.keys.isOnOtherDevice,
    sellers: sellers.map(({ sellerId, events }) => ({ seller_id: sellerId, events })),
  }
}

function textOf({
  takenAtMs,
  bytes,
  readBytes,
  addedBytes,
  unlistedChunks,
  removedBackups,
  keys,
}: BackupReport): string {
  const removed =
    removedBackups === 0 ? '' : say(`，删除旧备份 ${removedBackups} 份`, `, ${removedBackups} old backups deleted`)
  const time = formatTimestamp(takenAtMs)
  const taken = say(
    `已备份 ${time}：${bytes} 字节，读取 ${readBytes}，新增 ${addedBytes} 字节${removed}`,
    `backup of ${time}: ${bytes} bytes, ${readBytes} of them read, ${addedBytes} added${removed}`,
  )
  return [taken, ...unlistedLines(unlistedChunks), ...keysLines(keys)].join('\n')
}

function unlistedLines(chunks: number): readonly string[] {
  if (chunks === 0) return []
  return [
    say(
      `警告：有 ${chunks} 块数据变了，却没有写入的记录，此前的备份可能是旧内容：请检查磁盘，并执行 yaoquan audit verify`,
      `warning: ${chunks} chunks changed without a record of a write, and earlier backups may have former content: check the disk, and run yaoquan audit verify`,
    ),
  ]
}

function keysLines({ folder, formerFolder, isOnOtherDevice }: BackupReport['keys']): readonly string[] {
  const lines = [
    say(`此后删除会员须能写入密钥目录: ${folder}`, `erasures need the folder of keys from now on: ${folder}`),
  ]
  if (formerFolder !== undefined)
    lines.push(say(`警告：此前是另一目录: ${formerFolder}`, `warning: it was another one before: ${formerFolder}`))
  if (isOnOtherDevice) {
    lines.push(
      say(
        '警告：它与数据目录不在同一设备上，未挂载时无法删除会员',
        'warning: it is on another device than the data folder; no member can be erased while that is not mounted',
      ),
    )
  }
  return lines
}

const backupNotes = helpNotes({
  notes: say(
    `备份是同一时刻的完整快照，7 天逐页检查一次，恢复时必查；主密钥 master.key 不在其中，请另行保存，不要与备份放在一起。
会员的密钥也不在备份中，而是另存于密钥目录，只保留30天：更早的备份恢复后，已删除会员的数据不可读。此后每次删除会员，都先写入密钥目录与数据目录中的名单 erased-members.json，再返回；服务须能写此目录。请随时另存最新的一份名单。
不要直接复制正在使用的 yaoquan.db：最近的数据还在 yaoquan.db-wal 中。`,
    `A backup is a snapshot of one moment, checked page by page once in 7 days and whenever it is restored. It does not contain the master key: keep master.key apart from backups.
Keys of members are not in it either: they are copied to the folder of keys and kept for 30 days, so that older backups reveal nothing of members erased since. From then on each erasure is in the list erased-members.json there and in the data folder before it is answered; servers must be able to write there. Keep the newest version of the list safe.
Never copy yaoquan.db while a server runs: the newest data is still in yaoquan.db-wal.`,
  ),
  examples: [
    'yaoquan backup /mnt/backup/yaoquan --data ./data --keep 30d',
    'yaoquan backup /mnt/backup/yaoquan --list',
    'yaoquan serve --data ./data --backup /mnt/backup/yaoquan --backup-every 6h --backup-keep 30d',
  ],
})

type RestoreFlags = Readonly<{
  data: string
  until?: number
  keys?: string
  tombstones?: string
  withoutTombstones?: boolean
  json?: boolean
}>

/** `yaoquan restore DIR`: restores a backup into an empty data folder. */
export function addRestore(program: Command): void {
  program
    .command('restore')
    .description(say('把备份恢复到空的数据目录', 'restore a backup into an empty data folder'))
    .argument(...folderArgument)
    .requiredOption('--data <dir>', say('要恢复到的数据目录', 'data folder to restore into'), nonBlank)
    .option(
      '--until <time>',
      say(
        '恢复此时刻或之前最近的备份，缺省为最新',
        'restore the newest backup taken up to this time; default: the newest',
      ),
      parseClockText,
    )
    .option(
      '--keys <dir>',
      say(
        '会员密钥副本的目录，缺省为备份目录名加 -keys',
        'folder with copies of member keys; default: the backup folder with -keys added',
      ),
      nonBlank,
    )
    .option(
      '--tombstones <file>',
      say('另一份已删除会员的名单 erased-members.json', 'a further list of erased members'),
      nonBlank,
    )
    .option(
      '--without-tombstones',
      say(
        '没有比备份新的名单也恢复：备份之后删除的会员会重现',
        'restore without a list that is newer than the backup: members erased since come back',
      ),
    )
    .addOption(jsonOption())
    .addHelpText('after', restoreNotes)
    .action(restore)
}

async function restore(folder: string, { data, until, json, ...flags }: RestoreFlags): Promise<void> {
  const { restoreBackup } = await import('#server')
  // Backups are listed with second precision: include those of the given second.
  const untilMs = until === undefined ? undefined : until + 999
  const report = await restoreBackup({
    folder,
    dataDir: data,
    untilMs,
    keysFolder: flags.keys,
    tombstonesFile: flags.tombstones,
    withoutTombstones: flags.withoutTombstones,
  })
  const hasKey = report.hasMasterKey || masterKey().masterKey !== undefined
  // Opening the store checks that the key belongs to this data, and empties the rows of erased members.
  if (hasKey) await withAdministration({ data }, async () => undefined)
  const takenAt = formatTimestamp(report.takenAtMs)
  const sellers = report.sellers.map(({ sellerId, events }) => ({ seller_id: sellerId, events }))
  printResult(
    { json },
    {
      taken_at: takenAt,
      bytes: report.bytes,
      sellers,
      master_key_checked: hasKey,
      erased_members: report.erasedMembers,
      erasures_unknown_after: momentOf(report.erasuresUnknownAfterMs) ?? null,
    },
    `${say(`已恢复 ${takenAt} 的备份`, `restored the backup of ${takenAt}`)}: ${data}\n${erasuresText(report)}${hasKey ? '' : keyIsMissing}`,
  )
}

function erasuresText({ takenAtMs, erasuresUnknownAfterMs: untilMs }: RestoreReport): string {
  const moment = momentOf(untilMs)
  if (untilMs === undefined || moment === undefined)
    return say('备份之后的删除全部已知', 'all erasures since are known')
  return untilMs <= takenAtMs
    ? say(`${moment} 之后删除的会员已重现，请再次删除`, `members erased after ${moment} are back: erase them again`)
    : say(
        `已知截至 ${moment} 的删除，此后删除的会员会重现`,
        `erasures are known up to ${moment}; members erased later are back`,
      )
}

function momentOf(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : formatTimestamp(epochMs)
}

const keyIsMissing = say(
  '\n请把当时的 master.key 放入该目录，或设置 YAOQUAN_MASTER_KEY：没有它无法启动',
  '\nput its master.key into the folder or set YAOQUAN_MASTER_KEY; servers do not start without it',
)

const restoreNotes = helpNotes({
  notes: say(
    '恢复前会核对每一块数据、整个文件以及数据库的每一页。目录中已有数据时拒绝执行。备份之后删除的会员，凡在名单中的，恢复后仍是已删除的；没有比备份新的名单时拒绝执行，并指出此后的删除未知的时刻。恢复后建议执行 yaoquan audit verify。',
    'Every chunk, the whole file and every page of the database are checked before the restore. A folder that contains data is refused. Members erased since the backup stay erased if a list has them; when no list is newer than the backup, the command refuses and names the moment after which erasures are unknown. Run yaoquan audit verify afterwards.',
  ),
  examples: [
    'yaoquan restore /mnt/backup/yaoquan --data ./restored',
    'yaoquan restore /mnt/backup/yaoquan --data ./restored --until 2026-11-24T22:29:00+08:00',
  ],
})
