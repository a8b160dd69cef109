import { formatTimestamp } from '@yaoquan/protocol'
import type { Command } from 'commander'
import { masterKey, storePlace, withAdministration } from '#administration/open-administration'
import { jsonOption, nonBlank, type StoreFlags, storeCommand } from '#options/data-options'
import { parseClockText, parseDuration } from '#options/times'
import type { BackupReport } from '#server'
import { UsageFault } from '#terminal/faults'
import { print, printJson, printResult } from '#terminal/output'

const folderArgument = ['<dir>', '存放备份的目录 (backup folder)'] as const

/** `yaoquan backup DIR`: backs up a data folder while servers use it. */
export function addBackup(program: Command): void {
  storeCommand(
    program,
    'backup',
    '在线备份数据目录，再次执行只保存变化的部分 (back up a data folder while servers run; later backups store only what changed)',
  )
    .argument(...folderArgument)
    .option(
      '--keep <duration>',
      '删除早于此的备份，如 30d；总是保留最新一份 (delete backups older than this, e.g. 30d; the newest is always kept)',
      parseDuration,
    )
    .option('--list', '列出已有的备份，不进行备份 (list existing backups instead of taking one)')
    .addOption(jsonOption())
    .addHelpText('after', backupNotes)
    .action(backup)
}

async function backup(folder: string, flags: StoreFlags & Readonly<{ keep?: number; list?: boolean }>): Promise<void> {
  const { listBackups, takeBackup } = await import('#server')
  if (flags.list) {
    const texts = listBackups(folder).map(formatTimestamp)
    if (flags.json) printJson(texts)
    else for (const text of texts) print(text)
    return
  }
  if (flags.store !== undefined) {
    throw new UsageFault(
      '数据库集群请用 mariadb-backup 备份，见 docs/cluster.md',
      'use mariadb-backup for a database cluster, see docs/cluster.md',
    )
  }
  const report = await takeBackup({ ...storePlace(flags), folder, keepMs: flags.keep, clock: Date.now })
  printResult(flags, jsonOf(report), textOf(report))
}

function jsonOf({ takenAtMs, sellers, ...report }: BackupReport): object {
  return {
    taken_at: formatTimestamp(takenAtMs),
    bytes: report.bytes,
    added_bytes: report.addedBytes,
    removed_backups: report.removedBackups,
    sellers: sellers.map(({ sellerId, events }) => ({ seller_id: sellerId, events })),
  }
}

function textOf({ takenAtMs, bytes, addedBytes, removedBackups }: BackupReport): string {
  const removed = removedBackups === 0 ? '' : `，删除旧备份 ${removedBackups} 份 (old backups deleted)`
  return `已备份 ${formatTimestamp(takenAtMs)}：${bytes} 字节，新增 ${addedBytes} 字节 (bytes, bytes added)${removed}`
}

const backupNotes = `
备份是同一时刻的完整快照，写入前已逐页检查；主密钥 master.key 不在其中，请另行保存，不要与备份放在一起。
A backup is a snapshot of one moment, checked page by page. It does not contain the master key: keep master.key apart from backups.
不要直接复制正在使用的 yaoquan.db：最近的数据还在 yaoquan.db-wal 中。
Never copy yaoquan.db while a server runs: the newest data is still in yaoquan.db-wal.

示例 Examples:
  yaoquan backup /mnt/backup/yaoquan --data ./data --keep 30d
  yaoquan backup /mnt/backup/yaoquan --list
  yaoquan serve --data ./data --backup /mnt/backup/yaoquan --backup-every 6h --backup-keep 30d`

type RestoreFlags = Readonly<{ data: string; until?: number; json?: boolean }>

/** `yaoquan restore DIR`: restores a backup into an empty data folder. */
export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('把备份恢复到空的数据目录 (restore a backup into an empty data folder)')
    .argument(...folderArgument)
    .requiredOption('--data <dir>', '要恢复到的数据目录 (data folder to restore into)', nonBlank)
    .option(
      '--until <time>',
      '恢复此时刻或之前最近的备份，缺省为最新 (restore the newest backup taken up to this time; default: the newest)',
      parseClockText,
    )
    .addOption(jsonOption())
    .addHelpText('after', restoreNotes)
    .action(restore)
}

async function restore(folder: string, { data, until, json }: RestoreFlags): Promise<void> {
  const { restoreBackup } = await import('#server')
  // Backups are listed with second precision: include those of the given second.
  const untilMs = until === undefined ? undefined : until + 999
  const report = restoreBackup({ folder, dataDir: data, untilMs })
  const hasKey = report.hasMasterKey || masterKey().masterKey !== undefined
  // Opening the store checks that the key belongs to this data.
  if (hasKey) await withAdministration({ data }, async () => undefined)
  const takenAt = formatTimestamp(report.takenAtMs)
  const sellers = report.sellers.map(({ sellerId, events }) => ({ seller_id: sellerId, events }))
  printResult(
    { json },
    { taken_at: takenAt, bytes: report.bytes, sellers, master_key_checked: hasKey },
    `已恢复 ${takenAt} 的备份 (backup of that time restored): ${data}${hasKey ? '' : keyIsMissing}`,
  )
}

const keyIsMissing = `
请把当时的 master.key 放入该目录，或设置 YAOQUAN_MASTER_KEY：没有它无法启动 (put its master.key into the folder or set YAOQUAN_MASTER_KEY; servers do not start without it)`

const restoreNotes = `
恢复前会核对每一块数据、整个文件以及数据库的每一页。目录中已有数据时拒绝执行。恢复后建议执行 yaoquan audit verify。
Every chunk, the whole file and every page of the database are checked before the restore. A folder that contains data is refused.
Run yaoquan audit verify afterwards.

示例 Examples:
  yaoquan restore /mnt/backup/yaoquan --data ./restored
  yaoquan restore /mnt/backup/yaoquan --data ./restored --until 2026-11-24T22:29:00+08:00`
