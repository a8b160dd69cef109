import { type Command, Option } from 'commander'
import { type StoreFlags, storePlace } from '#administration/open-administration'
import { dataOption, jsonOption, storeOption } from '#options/data-options'
import { parseDuration } from '#options/duration'
import type { BackupReport } from '#server'
import { UsageFault } from '#terminal/faults'
import { momentText } from '#terminal/moment-text'
import { print, printJson } from '#terminal/output'

type BackupFlags = StoreFlags & Readonly<{ keep?: number; list?: boolean; json?: boolean }>

/** `yaoquan backup DIR`: backs up a data folder while servers use it. */
export function addBackup(program: Command): void {
  program
    .command('backup')
    .description(
      '在线备份数据目录，再次执行只保存变化的部分 (back up a data folder while servers run; later backups store only what changed)',
    )
    .argument('<dir>', '存放备份的目录 (backup folder)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(
      new Option(
        '--keep <duration>',
        '删除早于此的备份，如 30d；总是保留最新一份 (delete backups older than this, e.g. 30d; the newest is always kept)',
      ).argParser(parseDuration),
    )
    .option('--list', '列出已有的备份，不进行备份 (list existing backups instead of taking one)')
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(backup)
}

async function backup(folder: string, { keep, list, json, ...flags }: BackupFlags): Promise<void> {
  const { listBackups, takeBackup } = await import('#server')
  if (list) {
    const texts = listBackups(folder).map(momentText)
    if (json) printJson(texts)
    else for (const text of texts) print(text)
    return
  }
  if (flags.store !== undefined) {
    throw new UsageFault(
      '数据库集群请用 mariadb-backup 备份，见 docs/cluster.md',
      'use mariadb-backup for a database cluster, see docs/cluster.md',
    )
  }
  const report = await takeBackup({ ...storePlace(flags), folder, keepMs: keep, clock: Date.now })
  if (json) printJson(jsonOf(report))
  else print(textOf(report))
}

function jsonOf({ takenAtMs, sellers, ...report }: BackupReport): object {
  return {
    taken_at: momentText(takenAtMs),
    bytes: report.bytes,
    added_bytes: report.addedBytes,
    removed_backups: report.removedBackups,
    sellers: sellers.map(({ sellerId, events }) => ({ seller_id: sellerId, events })),
  }
}

function textOf({ takenAtMs, bytes, addedBytes, removedBackups }: BackupReport): string {
  const removed = removedBackups === 0 ? '' : `，删除旧备份 ${removedBackups} 份 (old backups deleted)`
  return `已备份 ${momentText(takenAtMs)}：${bytes} 字节，新增 ${addedBytes} 字节 (bytes, bytes added)${removed}`
}

const notes = `
备份是同一时刻的完整快照，写入前已逐页检查；主密钥 master.key 不在其中，请另行保存，不要与备份放在一起。
A backup is a snapshot of one moment, checked page by page. It does not contain the master key: keep master.key apart from backups.
不要直接复制正在使用的 yaoquan.db：最近的数据还在 yaoquan.db-wal 中。
Never copy yaoquan.db while a server runs: the newest data is still in yaoquan.db-wal.

示例 Examples:
  yaoquan backup /mnt/backup/yaoquan --data ./data --keep 30d
  yaoquan backup /mnt/backup/yaoquan --list
  yaoquan serve --data ./data --backup /mnt/backup/yaoquan --backup-every 6h --backup-keep 30d`
