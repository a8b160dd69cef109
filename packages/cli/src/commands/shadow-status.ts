import type { Command } from 'commander'
import { storePlace } from '#administration/open-administration'
import { jsonOption } from '#options/data-options'
import type { StoredReport } from '#server'
import { findRuns, portOption, type RunFlags, runCommand } from '#shadow/find-runs'
import { statusDocument } from '#shadow/status-document'
import { statusText } from '#shadow/status-text'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'
import { printResult } from '#terminal/output'

/** `yaoquan shadow status`: how far the answers of the CRM of today and ours agree. */
export function addShadowStatus(shadow: Command): void {
  runCommand(
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
