import { type Command, Option } from 'commander'
import { masterKey, withAdministration } from '#administration/open-administration'
import { parseClockText } from '#options/clock-text'
import { jsonOption, nonBlank } from '#options/data-options'
import { momentText } from '#terminal/moment-text'
import { print, printJson } from '#terminal/output'

type RestoreFlags = Readonly<{ data: string; until?: number; json?: boolean }>

/** `yaoquan restore DIR`: restores a backup into an empty data folder. */
export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('把备份恢复到空的数据目录 (restore a backup into an empty data folder)')
    .argument('<dir>', '存放备份的目录 (backup folder)')
    .addOption(
      new Option('--data <dir>', '要恢复到的数据目录 (data folder to restore into)')
        .argParser(nonBlank)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--until <time>',
        '恢复此时刻或之前最近的备份，缺省为最新 (restore the newest backup taken up to this time; default: the newest)',
      ).argParser(parseClockText),
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
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
  const takenAt = momentText(report.takenAtMs)
  const sellers = report.sellers.map(({ sellerId, events }) => ({ seller_id: sellerId, events }))
  if (json) printJson({ taken_at: takenAt, bytes: report.bytes, sellers, master_key_checked: hasKey })
  else print(`已恢复 ${takenAt} 的备份 (backup of that time restored): ${data}${hasKey ? '' : keyIsMissing}`)
}

const keyIsMissing = `
请把当时的 master.key 放入该目录，或设置 YAOQUAN_MASTER_KEY：没有它无法启动 (put its master.key into the folder or set YAOQUAN_MASTER_KEY; servers do not start without it)`

const notes = `
恢复前会核对每一块数据、整个文件以及数据库的每一页。目录中已有数据时拒绝执行。恢复后建议执行 yaoquan audit verify。
Every chunk, the whole file and every page of the database are checked before the restore. A folder that contains data is refused.
Run yaoquan audit verify afterwards.

示例 Examples:
  yaoquan restore /mnt/backup/yaoquan --data ./restored
  yaoquan restore /mnt/backup/yaoquan --data ./restored --until 2026-11-24T22:29:00+08:00`
