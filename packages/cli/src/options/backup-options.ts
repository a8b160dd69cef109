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

/** The options of `serve` for scheduled backups of its data folder. */
export function backupOptions(): readonly Option[] {
  return [
    new Option('--backup <dir>', '定时备份到此目录 (take scheduled backups into this folder)').argParser(nonBlank),
    new Option('--backup-every <duration>', '备份间隔 (interval between backups)')
      .argParser(parseDuration)
      .default(86_400_000, '1d'),
    new Option('--backup-keep <duration>', '备份保留时间 (how long to keep backups)')
      .argParser(parseDuration)
      .default(30 * 86_400_000, '30d'),
  ]
}
