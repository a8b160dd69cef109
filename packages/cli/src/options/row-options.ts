import { type Command, InvalidArgumentError } from 'commander'
import { say } from '#terminal/language'
import { nonBlank } from './data-options.ts'

export type RowFlags = Readonly<{
  channel?: string
  encoding?: string
  ignoreUnknown?: boolean
  excel?: boolean
}>

/** Adds the options of commands that read a file of coupons: `--channel`, `--encoding` and `--ignore-unknown`. */
export function addRowOptions(command: Command): Command {
  return command
    .option('--channel <channel>', say('没有渠道的行所用的渠道', 'channel for rows without one'), nonBlank)
    .option(
      '--encoding <name>',
      say('文件编码，缺省自动识别 UTF-8、UTF-16、GBK', 'encoding of the file; default: detect UTF-8, UTF-16, GBK'),
      encodingLabel,
    )
    .option('--ignore-unknown', say('忽略未知的列', 'ignore unknown columns'))
}

export const excelOption = [
  '--excel',
  say('文件由 export --excel 导出', 'the file was written by export --excel'),
] as const

/** @throws InvalidArgumentError for an unknown encoding */
function encodingLabel(label: string): string {
  try {
    return new TextDecoder(label).encoding
  } catch {
    throw new InvalidArgumentError(say('未知的编码，例如 utf-8、gbk、utf-16le', 'unknown encoding'))
  }
}
