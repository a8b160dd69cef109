import { type Command, InvalidArgumentError } from 'commander'
import { storePlace } from '#administration/open-administration'
import { jsonOption, wholeNumber } from '#options/data-options'
import type { Conditions } from '#server'
import { findRun, portOption, type RunFlags, runCommand } from '#shadow/find-runs'
import { conditionsDocument } from '#shadow/status-document'
import { readyText } from '#shadow/status-text'
import { OperationFault } from '#terminal/faults'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'
import { printResult } from '#terminal/output'

type ReadyFlags = RunFlags & Conditions & Readonly<{ clear?: boolean }>

/** `yaoquan shadow ready`: sets the conditions of a switch, and says which are met. */
export function addShadowReady(shadow: Command): void {
  runCommand(
    shadow,
    'ready',
    say('设定切换的就绪条件，并显示是否达到', 'set the conditions of a switch, and show which are met'),
  )
    .option('--days <n>', say('有比较的天数，至少', 'days with comparisons, at least'), wholeNumber(1, 400))
    .option('--calls <n>', say('已比较的调用，至少', 'calls that were compared, at least'), wholeNumber(1, 1e12))
    .option(
      '--agreement <percent>',
      say('一致或只有已接受差异的份额，至少', 'share that agrees or deviates only as accepted, at least'),
      percent,
    )
    .option(
      '--coverage <percent>',
      say('能比较的调用中已比较的份额，至少', 'share of the calls that can be compared that were, at least'),
      percent,
    )
    .option(
      '--open-classes <n>',
      say('未接受的差异类，至多', 'classes of deviations that are not accepted, at most'),
      wholeNumber(0, 1_000),
    )
    .option('--clear', say('先删除已设定的条件', 'forget the conditions that were set before'))
    .addOption(portOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(ready)
}

function percent(text: string): number {
  const number = /^\d{1,3}(?:\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN
  if (number <= 100) return number
  throw new InvalidArgumentError(say('应为0到100，最多两位小数', 'must be 0 to 100 with at most two decimals'))
}

async function ready(flags: ReadyFlags): Promise<void> {
  const { conditionNames, figuresOf, writeDecided } = await import('#server')
  const report = await findRun(flags)
  const changed = conditionNames.filter((name) => flags[name] !== undefined)
  const isChange = changed.length > 0 || flags.clear === true
  const kept = flags.clear ? {} : report.conditions
  const conditions = { ...kept, ...Object.fromEntries(changed.map((name) => [name, flags[name]])) }
  if (isChange) {
    writeDecided(
      { ...report, dataDir: storePlace(flags).dataDir },
      { decisions: report.decisions, conditions },
      Date.now(),
    )
  }
  const figures = figuresOf({ ...report, conditions }).conditions
  printResult(flags, { ready: conditionsDocument(figures) }, readyText(figures))
  if (!isChange && !(figures.length > 0 && figures.every(({ isMet }) => isMet))) {
    throw new OperationFault('尚未就绪', 'not ready')
  }
}

const notes = helpNotes({
  notes: say(
    `不带条件时只显示。退出码：0 全部达到，或已设定条件；1 有未达到的，或没有设定；2 用法错误。条件写入数据目录的 shadow/端口.decisions.json，yaoquan shadow status 与 report 也显示。比较过调用之前，没有条件算作达到。是否切换仍由人决定。`,
    `Only shows them where none is given. Exit codes: 0 all are met, or conditions were set; 1 one is not met, or none is set; 2 wrong usage. They are written to shadow/PORT.decisions.json of the data folder, and yaoquan shadow status and report show them too. No condition is met before a call was compared. The switch remains a decision of people.`,
  ),
  examples: [
    'yaoquan shadow ready --days 14 --calls 1000000 --open-classes 0 --data ./data',
    'yaoquan shadow ready --data ./data',
  ],
})
