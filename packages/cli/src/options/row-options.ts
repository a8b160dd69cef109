import type { DayOrder } from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { say } from '#terminal/output'
import { nonBlank } from './data-options.ts'

export type RowFlags = Readonly<{
  channel?: string
  encoding?: string
  ignoreUnknown?: boolean
  map?: ReadonlyMap<string, string>
  /** Name of a mapping that is kept. */
  mapping?: string
  saveMapping?: string
  dates?: DayOrder
  check?: boolean
  bearer?: boolean
  zeroAmount?: boolean
}>

/** Adds the options of commands that read a file of coupons. */
export function addRowOptions(command: Command): Command {
  return command
    .option('--channel <channel>', say('没有渠道的行所用的渠道', 'channel for rows without one'), nonBlank)
    .option(
      '--encoding <name>',
      say('文件编码，缺省自动识别 UTF-8、UTF-16、GBK', 'encoding of the file; default: detect UTF-8, UTF-16, GBK'),
      encodingLabel,
    )
    .option(
      '--map <column=field>',
      say('某列是什么字段，可重复；字段留空则不导入该列', 'field of a column, repeatable; blank: not imported'),
      addPair,
    )
    .option('--mapping <name>', say('按以前保存的映射读取', 'read columns by a mapping that was kept'), nonBlank)
    .addOption(
      new Option(
        '--save-mapping <name>',
        say(
          '以此名称保存 --map、--ignore-unknown、--dates、--encoding',
          'keep --map, --ignore-unknown, --dates and --encoding under this name',
        ),
      )
        .argParser(nonBlank)
        // A check writes nothing.
        .conflicts('check'),
    )
    .option('--ignore-unknown', say('忽略未知的列', 'ignore unknown columns'))
    .addOption(
      new Option(
        '--dates <order>',
        say('11/12/2026 这样的日期：dmy 日在前，mdy 月在前', 'days such as 11/12/2026: dmy or mdy'),
      ).choices(['dmy', 'mdy']),
    )
    .option('--bearer', say('导入没有手机号和会员卡号的券', 'import coupons without phone and card'))
    .option('--zero-amount', say('导入金额为 0 的券', 'import coupons whose amount is 0'))
    .option('--check', say('只检查，不导入', 'only check, import nothing'))
    .addOption(new Option('--excel', say('不再需要', 'no longer needed')).hideHelp())
}

/** @throws InvalidArgumentError for a text without an equals sign */
function addPair(text: string, former: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const at = text.lastIndexOf('=')
  if (at > 0) return new Map([...former, [text.slice(0, at).trim(), text.slice(at + 1).trim()]])
  throw new InvalidArgumentError(say('应为 列名=字段，如 联系方式=phone', 'must be COLUMN=FIELD, as Contact=phone'))
}

/** @throws InvalidArgumentError for an unknown encoding */
function encodingLabel(label: string): string {
  try {
    return new TextDecoder(label).encoding
  } catch {
    throw new InvalidArgumentError(say('未知的编码，例如 utf-8、gbk、utf-16le', 'unknown encoding'))
  }
}
