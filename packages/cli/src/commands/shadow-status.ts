import {
  type ShadowConditionName,
  shadowConditionNames,
  shadowConditions,
  shadowGoalOf,
  shadowGoalRule,
} from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { storePlace } from '#administration/open-administration'
import { withByteSink } from '#export/byte-sink'
import { jsonOption, nonBlank, storeCommand } from '#options/data-options'
import type { Conditions, StoredReport } from '#server'
import { findRun, findRuns, portOption, type RunFlags, unlessBusy } from '#shadow/find-runs'
import { conditionsDocument, statusDocument } from '#shadow/status-document'
import { readyText, statusText } from '#shadow/status-text'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, print, printResult, say } from '#terminal/output'

/** `yaoquan shadow status`: how far the answers of the CRM of today and ours agree. */
export function addShadowStatus(shadow: Command): void {
  storeCommand(
    shadow,
    'status',
    say('现有CRM与药券的应答有多一致，有哪些差异', 'how far both answers agree, and where they differ'),
  )
    .addOption(portOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(showStatus)
}

async function showStatus(flags: RunFlags): Promise<void> {
  const reports = await findRuns(flags)
  const { figuresOf, readPosition } = await import('#server')
  const position = readPosition(storePlace(flags).dataDir)
  const crawlOf = ({ upstream, sellerId }: StoredReport) =>
    position?.upstream === upstream && position.sellerId === sellerId ? position : undefined
  const runs = reports.map((report) => ({ report, figures: figuresOf(report) }))
  printResult(
    flags,
    { shadows: runs.map(({ report, figures }) => statusDocument(report, figures, crawlOf(report))) },
    runs.map(({ report, figures }) => statusText(report, figures)).join('\n\n'),
  )
}

const notes = helpNotes({
  notes: say(
    `相同的差异为一行，附最近一例；手机号与会员卡号打码，attribute 与文档以外的成员只显示长度，(*) 表示现有CRM给出的已是打码的号码。结果每秒写入数据目录，影子重启后继续累计，按日计数保留400天；换了上游或连锁则重新开始，此前的文件改名保留（.until-时间）。
覆盖率是能比较的调用中已比较的份额：忙、过长、已压缩与自身的故障算作没有比较。`,
    `Equal deviations are one row with the latest example. Phones and cards are masked, attributes and undocumented members shown by their length; (*) is a number that was masked when it came. The report is written to the data folder every second and continued after a restart, with the counts of 400 days; another upstream or seller begins anew, and the files before stay under another name (.until-TIME).
Coverage is the share of the calls that can be compared that were: those that came when it was busy, were too long or compressed, or met a fault of our own were not.`,
  ),
  examples: ['yaoquan shadow status --data ./data', 'yaoquan shadow status --data ./data --json'],
})

type ReadyFlags = RunFlags & Conditions & Readonly<{ clear?: boolean }>

/** `yaoquan shadow ready`: sets the conditions of a switch, and says which are met. */
export function addShadowReady(shadow: Command): void {
  storeCommand(
    shadow,
    'ready',
    say('设定切换的就绪条件，并显示是否达到', 'set the conditions of a switch, and show which are met'),
  )
    .addOption(goalOption('days'))
    .addOption(goalOption('calls'))
    .addOption(goalOption('agreement'))
    .addOption(goalOption('coverage'))
    .addOption(goalOption('openClasses'))
    .option('--clear', say('先删除已设定的条件', 'forget the conditions that were set before'))
    .addOption(portOption())
    .addOption(jsonOption())
    .addHelpText('after', shadowReadyNotes)
    .action(ready)
}

function goalOption(name: ShadowConditionName): Option {
  const { zh, en, isLimit, decimals } = shadowConditions[name]
  const flag = `--${name === 'openClasses' ? 'open-classes' : name} <${decimals === 0 ? 'n' : 'percent'}>`
  const description = isLimit ? say(`${zh}，至多`, `${en}, at most`) : say(`${zh}，至少`, `${en}, at least`)
  return new Option(flag, description).argParser((text) => {
    const goal = shadowGoalOf(name, text)
    const rule = shadowGoalRule(name)
    if (goal === undefined) throw new InvalidArgumentError(say(rule.zh, rule.en))
    return goal
  })
}

async function ready(flags: ReadyFlags): Promise<void> {
  const { figuresOf, setConditions } = await import('#server')
  const report = await findRun(flags)
  const changed = shadowConditionNames.filter((name) => flags[name] !== undefined)
  const isChange = changed.length > 0 || flags.clear === true
  const place = { dataDir: storePlace(flags).dataDir, report, nowMs: Date.now() }
  const given = Object.fromEntries(changed.map((name) => [name, flags[name]]))
  const conditions = isChange
    ? await unlessBusy(() => setConditions(place, (earlier) => ({ ...(flags.clear ? {} : earlier), ...given })))
    : report.conditions
  const figures = figuresOf({ ...report, conditions }).conditions
  printResult(flags, { ready: conditionsDocument(figures) }, readyText(figures))
  if (!isChange && !(figures.length > 0 && figures.every(({ isMet }) => isMet))) {
    throw new OperationFault('尚未就绪', 'not ready')
  }
}

const shadowReadyNotes = helpNotes({
  notes: say(
    `不带条件时只显示。退出码：0 全部达到，或已设定条件；1 有未达到的，或没有设定；2 用法错误。条件写入数据目录的 shadow/端口.decisions.json，yaoquan shadow status 与 report 也显示。比较过调用之前，没有条件算作达到。是否切换仍由人决定。`,
    `Only shows them where none is given. Exit codes: 0 all are met, or conditions were set; 1 one is not met, or none is set; 2 wrong usage. They are written to shadow/PORT.decisions.json of the data folder, and yaoquan shadow status and report show them too. No condition is met before a call was compared. The switch remains a decision of people.`,
  ),
  examples: [
    'yaoquan shadow ready --days 14 --calls 1000000 --open-classes 0 --data ./data',
    'yaoquan shadow ready --data ./data',
  ],
})

/** `yaoquan shadow report`: the status as a page to hand over. */
export function addShadowReport(shadow: Command): void {
  storeCommand(
    shadow,
    'report',
    say('把结果写成一个可交付、可打印的HTML文件', 'write the status as one HTML file, to hand over and print'),
  )
    .requiredOption('--out <file>', say('新的HTML文件', 'a new HTML file'), nonBlank)
    .addOption(portOption())
    .addHelpText('after', shadowReportNotes)
    .action(writeReport)
}

async function writeReport(flags: RunFlags & Readonly<{ out: string }>): Promise<void> {
  const report = await findRun(flags)
  const [{ figuresOf }, { reportPage }] = await Promise.all([import('#server'), import('#shadow/report-page')])
  const page = reportPage({ report, figures: figuresOf(report), nowMs: Date.now() })
  await withByteSink(flags.out, (sink) => sink.write(Buffer.from(page)))
  print(say(`已写入 ${flags.out}`, `wrote ${flags.out}`))
}

const shadowReportNotes = helpNotes({
  notes: say(
    '内容同 yaoquan shadow status：就绪条件、每日与按方法和应用的一致率、各类差异的例子、已接受的类与理由、没有比较的调用。语言为终端的语言，可用 YAOQUAN_LANG=en 指定。文件不引用外部内容；手机号、会员卡号与形如号码的券码打码。',
    'The content is that of yaoquan shadow status: readiness, agreement by day and by method and app, an example of each class, accepted classes with their reasons, and calls that were not compared. The language is that of the terminal; YAOQUAN_LANG=zh chooses Chinese. The file loads nothing from elsewhere; phones, cards and codes of coupons that look like numbers are masked.',
  ),
  examples: ['yaoquan shadow report --out shadow.html --data ./data'],
})
