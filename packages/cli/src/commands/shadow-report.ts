import type { Command } from 'commander'
import { withByteSink } from '#export/byte-sink'
import { nonBlank } from '#options/data-options'
import { findRun, portOption, type RunFlags, runCommand } from '#shadow/find-runs'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'
import { print } from '#terminal/output'

/** `yaoquan shadow report`: the status as a page to hand over. */
export function addShadowReport(shadow: Command): void {
  runCommand(
    shadow,
    'report',
    say('把结果写成一个可交付、可打印的HTML文件', 'write the status as one HTML file, to hand over and print'),
  )
    .requiredOption('--out <file>', say('新的HTML文件', 'a new HTML file'), nonBlank)
    .addOption(portOption())
    .addHelpText('after', notes)
    .action(writeReport)
}

async function writeReport(flags: RunFlags & Readonly<{ out: string }>): Promise<void> {
  const report = await findRun(flags)
  const [{ figuresOf }, { reportPage }] = await Promise.all([import('#server'), import('#shadow/report-page')])
  const page = reportPage({ report, figures: figuresOf(report), nowMs: Date.now() })
  await withByteSink(flags.out, (sink) => sink.write(Buffer.from(page)))
  print(say(`已写入 ${flags.out}`, `wrote ${flags.out}`))
}

const notes = helpNotes({
  notes: say(
    '内容同 yaoquan shadow status：就绪条件、每日与按方法和应用的一致率、各类差异的例子、已接受的类与理由、没有比较的调用。语言为终端的语言，可用 YAOQUAN_LANG=en 指定。文件不引用外部内容；手机号、会员卡号与形如号码的券码打码。',
    'The content is that of yaoquan shadow status: readiness, agreement by day and by method and app, an example of each class, accepted classes with their reasons, and calls that were not compared. The language is that of the terminal; YAOQUAN_LANG=zh chooses Chinese. The file loads nothing from elsewhere; phones, cards and codes of coupons that look like numbers are masked.',
  ),
  examples: ['yaoquan shadow report --out shadow.html --data ./data'],
})
