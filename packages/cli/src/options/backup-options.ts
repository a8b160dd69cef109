import { Option } from 'commander'
import { nonBlank } from './data-options.ts'
import { parseDuration } from './duration.ts'

export type BackupFlags = Readonly<{
  backup?: string
  /** Milliseconds. */
  backupEvery: number
  /** Milliseconds. */
  backupKeep: number
}>

/** When and where `serve` backs up its data folder. */
export function backupOptions(): readonly Option[] {
  return [
    new Option('--backup <dir>', '定时备份到此目录 (back up to this folder on a schedule)').argParser(nonBlank),
    new Option('--backup-every <duration>', '备份的间隔 (time between backups)')
      .argParser(parseDuration)
      .default(86_400_000, '1d'),
    new Option('--backup-keep <duration>', '备份保留多久 (how long backups are kept)')
      .argParser(parseDuration)
      .default(30 * 86_400_000, '30d'),
  ]
}
