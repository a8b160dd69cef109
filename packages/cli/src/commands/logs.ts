import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { type Command, Option } from 'commander'
import { readFault } from '#import/open-text'
import { fileLines, isShown, type LogFilter, levelNames, logLineText, parseLogLine } from '#logs/file-lines'
import { jsonOption, nonBlank, wholeNumber } from '#options/data-options'
import { helpNotes } from '#terminal/help-notes'
import { oneLine, print, say } from '#terminal/output'

type TailFlags = LogFilter & Readonly<{ lines?: number; follow?: boolean; json?: boolean }>

/** `yaoquan logs tail`: the log of a server, which is JSON lines, for people. */
export function addLogsTail(logs: Command): void {
  logs
    .command('tail')
    .description(say('便于阅读地显示日志', 'show a log so that people can read it'))
    .argument('[file]', say('日志文件，缺省或 - 为标准输入', 'file of the log; default or -: standard input'), nonBlank)
    .addOption(
      new Option('--level <level>', say('只显示此级别及以上', 'only lines of this level or above')).choices(levelNames),
    )
    .option('--request <id>', say('只显示该 request_id 的行', 'only lines of this request_id'), nonBlank)
    .option(
      '-n, --lines <n>',
      say(
        '文件的最后多少行，缺省 20，筛选时为全部',
        'how many of the last lines of a file; default: 20, all with a filter',
      ),
      wholeNumber(0, 1_000_000),
    )
    .option('-f, --follow', say('继续显示新写入的行', 'go on with lines that are written'))
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(tail)
}

async function tail(path: string | undefined, flags: TailFlags): Promise<void> {
  const show = (text: string) => {
    const line = parseLogLine(text)
    if (isShown(line, flags)) print(line === undefined ? oneLine(text) : flags.json ? text : logLineText(line))
  }
  if (path !== undefined && path !== '-') {
    return tailFile(path, flags, show).catch((error: unknown) => {
      throw readFault(path, error)
    })
  }
  for await (const text of createInterface({ input: process.stdin })) show(text)
}

/**
 * Shows the last lines of a file, with `--follow` those that are written later too.
 * @param guess bytes that the last lines may have; more are read where they have more
 */
async function tailFile(
  path: string,
  flags: TailFlags,
  show: (text: string) => void,
  guess = (flags.lines ?? usualLines) * usualLength,
): Promise<void> {
  const isFiltered = flags.level !== undefined || flags.request !== undefined
  const { follow = false, lines = isFiltered ? undefined : usualLines } = flags
  const fromByte = isFiltered ? 0 : Math.max(0, (await stat(path)).size - guess)
  let last: string[] | undefined = lines === undefined ? undefined : []
  for await (const piece of fileLines(path, { fromByte, follows: follow })) {
    const texts = piece.filter((text) => isShown(parseLogLine(text), flags))
    if (last === undefined || lines === undefined) for (const text of texts) show(text)
    else if (piece.length > 0) last = lastOf(last, texts, lines)
    else if (last.length < lines && fromByte > 0) return tailFile(path, flags, show, guess * 8)
    else {
      for (const text of last.slice(Math.max(0, last.length - lines))) show(text)
      last = undefined
    }
  }
}

/** Keeps twice as many as are wanted, so that few are copied for each that is added. */
function lastOf(before: string[], added: readonly string[], count: number): string[] {
  const all = before.length > 2 * count ? before.slice(before.length - count) : before
  for (const text of added) all.push(text)
  return all
}

const usualLines = 20
const usualLength = 4096

const notes = helpNotes({
  notes: say(
    '时间为GMT+8。在终端上有颜色，设环境变量 NO_COLOR 则没有。--json 原样输出各行。',
    'Times are GMT+8. Coloured at a terminal, unless NO_COLOR is set. --json prints the lines as they are.',
  ),
  examples: [
    'yaoquan logs tail /var/log/yaoquan/yaoquan.log --follow --level warn',
    'journalctl -u yaoquan -o cat -f | yaoquan logs tail',
  ],
})
