import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { storePlace } from '#administration/open-administration'
import { jsonOption, nonBlank, plainKey, storeCommand } from '#options/data-options'
import type { Decision, DecisionOutcome } from '#server'
import { decisionColumns, findRun, portOption, type RunFlags, reasonOption, unlessBusy } from '#shadow/find-runs'
import { decisionDocument } from '#shadow/status-document'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, oneLine, printResult, say } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

type AcceptFlags = RunFlags & Readonly<{ reason: string; by?: string; soFar?: boolean }>

const classArgument = ['<class>', say('差异的类，见 shadow status', 'class of deviations, see shadow status')] as const

/** `yaoquan shadow accept`, `withdraw` and `accepted`: which deviations a person has accepted, and why. */
export function addShadowAccept(shadow: Command): void {
  decisionCommand(
    shadow,
    'accept',
    say('接受一类差异，附理由；它们另外计数', 'accept a class of deviations with a reason; they are counted apart'),
  )
    .option('--so-far', say('只接受至今出现的，再出现即重新列出', 'only those until now; a new one is open again'))
    .addHelpText('after', acceptNotes)
    .action((named: string, flags: AcceptFlags) => decide({ act: 'accept', named }, flags))
  decisionCommand(shadow, 'withdraw', say('撤回对一类差异的接受', 'withdraw the acceptance of a class')).action(
    (named: string, flags: AcceptFlags) => decide({ act: 'withdraw', named }, flags),
  )
  storeCommand(shadow, 'accepted', say('已接受的差异类与全部决定', 'the accepted classes, and all decisions'))
    .addOption(portOption())
    .addOption(jsonOption())
    .action(listDecisions)
}

function decisionCommand(shadow: Command, name: string, description: string): Command {
  return storeCommand(shadow, name, description)
    .argument(...classArgument, plainKey)
    .addOption(reasonOption())
    .option('--by <name>', say('何人，缺省为系统用户', 'who; default: the user of the system'), nonBlank)
    .addOption(portOption())
    .addOption(jsonOption())
}

async function decide({ act, named }: Pick<Decision, 'act' | 'named'>, flags: AcceptFlags): Promise<void> {
  const server = await import('#server')
  const report = await findRun(flags)
  const { reason, by: name = userInfo().username, soFar: isSoFar = false } = flags
  const decision: Decision = { act, named, isSoFar, reason, by: oneLine(name), atMs: Date.now() }
  const outcome = await unlessBusy(() => server.decide(storePlace(flags).dataDir, report, decision))
  if (outcome.kind !== 'done') throw refusedDecision(outcome, named)
  const done =
    act === 'accept' ? say(`已接受 ${named}`, `accepted ${named}`) : say(`已撤回 ${named}`, `withdrew ${named}`)
  printResult(flags, { act, ...decisionDocument(outcome.decision) }, done)
}

function refusedDecision(outcome: Exclude<DecisionOutcome, { kind: 'done' }>, named: string): OperationFault {
  switch (outcome.kind) {
    case 'not-accepted':
      return new OperationFault(`未曾接受 ${named}`, `${named} is not accepted`)
    case 'full':
      return new OperationFault(`已有 ${outcome.most} 个决定`, `there are ${outcome.most} decisions already`)
    case 'unknown': {
      const kinds = outcome.kinds.slice(0, 20).join(', ') || '-'
      return new OperationFault(
        `没有 ${named} 类的差异；有：${kinds}`,
        `no deviation is of class ${named}; there are: ${kinds}`,
      )
    }
  }
}

async function listDecisions(flags: RunFlags): Promise<void> {
  const { acceptances } = await import('#server')
  const { decisions } = await findRun(flags)
  const standing = new Set(acceptances(decisions))
  const document = decisions.map((decision) => ({
    act: decision.act,
    stands: standing.has(decision),
    ...decisionDocument(decision),
  }))
  const columns: readonly Column<(typeof decisions)[number]>[] = [
    [say('类', 'class'), ({ named }) => named],
    [say('决定', 'act'), ({ act }) => (act === 'accept' ? say('接受', 'accepted') : say('撤回', 'withdrawn'))],
    ['', ({ isSoFar }) => (isSoFar ? say('至今', 'so far') : '')],
    ['', (decision) => (standing.has(decision) ? say('有效', 'stands') : '')],
    ...decisionColumns,
  ]
  printResult(flags, { decisions: document }, listText(columns, decisions, 'decisions'))
}

const acceptNotes = helpNotes({
  notes: say(
    `类即 shadow status 的第一列；field 接受所有成员，field:end_date 只接受这一个，field:status:1/0 只接受这两个值。原因已消除的（例如已重新导入）用 --so-far。理由中的手机号与其他长号码打码。
决定写入数据目录的 shadow/端口.decisions.json，可在影子运行时执行，对已计数的调用同样有效；换了上游或连锁则不再有效。`,
    `The class is the first column of shadow status. field accepts all members, field:end_date only that one, field:status:1/0 only these two values. Where the cause was mended, for example by importing again, use --so-far. Phones and other long numbers in the reason are masked.
Decisions are written to shadow/PORT.decisions.json of the data folder. May run while the shadow is running, and counts for earlier calls too. Another upstream or seller begins without them.`,
  ),
  examples: [
    "yaoquan shadow accept field:coupon_name --reason '名称另有模板' --data ./data",
    "yaoquan shadow accept missing --so-far --reason '已重新导入' --data ./data",
  ],
})
