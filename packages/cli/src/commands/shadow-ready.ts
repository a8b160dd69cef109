import {
  type ShadowConditionName,
  shadowConditionNames,
  shadowConditions,
  shadowGoalOf,
  shadowGoalRule,
} from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { storePlace } from '#administration/open-administration'
import { jsonOption } from '#options/data-options'
import type { Conditions } from '#server'
import { findRun, portOption, type RunFlags, runCommand, unlessBusy } from '#shadow/find-runs'
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
    .addOption(goalOption('days'))
    .addOption(goalOption('calls'))
    .addOption(goalOption('agreement'))
    .addOption(goalOption('coverage'))
    .addOption(goalOption('openClasses'))
    .option('--clear', say('先删除已设定的条件', 'forget the conditions that were set before'))
    .addOption(portOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
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
