import type { Command } from 'commander'
import { withAdministration } from '#administration/open-administration'
import { jsonOption, nonBlank, plainKey, type StoreFlags, storeCommand, wholeNumber } from '#options/data-options'
import { calendarDay } from '#options/times'
import { type Reconciled, reconcileInto } from '#reconcile/reconcile-into'
import { withReportSinks } from '#reconcile/report-rows'
import type { Administration } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, say } from '#terminal/output'

type ReconcileFlags = StoreFlags &
  Readonly<{ day: string; seller?: string; csv?: string; entries?: string; orderHours: number }>

/** `yaoquan reconcile`: compares orders, redemptions and returns of a day, and sums up what coupons cost. */
export function addReconcile(program: Command): void {
  storeCommand(
    program,
    'reconcile',
    say('对账：核对某日的订单、核销与退券，汇总费用', 'compare orders, redemptions and returns of a day; the cost'),
  )
    .requiredOption('--day <day>', say('日期 YYYY-MM-DD，GMT+8', 'day'), calendarDay)
    .option('--seller <id>', say('只对该连锁，缺省全部', 'only this seller; default: all'), plainKey)
    .option(
      '--csv <file>',
      say('把差异写入新的CSV文件，可用Excel打开', 'write the findings to a new CSV file for Excel'),
      nonBlank,
    )
    .option(
      '--entries <file>',
      say(
        '把每笔核销与退券的金额及其事件序号写入新的CSV文件',
        'write every amount with the number of its event to a new CSV file',
      ),
      nonBlank,
    )
    .option(
      '--order-hours <n>',
      say('订单可在当日结束后多少小时内到达', 'orders may arrive until this many hours after the end of the day'),
      wholeNumber(0, 168),
      6,
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(reconcile)
}

async function reconcile(flags: ReconcileFlags): Promise<void> {
  const { day, orderHours, json = false } = flags
  const done = await withAdministration(flags, (administration) =>
    withReportSinks(flags, async (sinks) => {
      const sellers = await sellersOf(administration, flags.seller)
      return reconcileInto({ administration, sellers, day, orderHours, json }, sinks)
    }),
  )
  failOnFindings(done)
}

async function sellersOf(administration: Administration, seller: string | undefined): Promise<readonly string[]> {
  const sellers = (await administration.listSellers()).map(({ sellerId }) => sellerId)
  if (seller === undefined) return sellers
  if (sellers.includes(seller)) return [seller]
  throw new OperationFault(`连锁 ${seller} 不存在`, `seller ${seller} does not exist`)
}

/** Fails like an audit: the report is complete, and the exit code says that it has findings. */
function failOnFindings({ findings }: Reconciled): void {
  if (findings > 0) throw new OperationFault(`发现 ${findings} 处差异`, `${findings} findings`)
}

const notes = helpNotes({
  notes: say(
    `退出码：0 没有差异，1 有差异（或无法执行），2 用法错误。等待中的（订单仍可能到达）会列出，但不算差异。不写入任何内容；可在服务运行时执行。
差异的含义、所核对的内容与等待的期限，见文档中心的“对账”。费用为当日核销的抵扣减去当日退回的抵扣，各以其事件为据。`,
    `Exit codes: 0 no findings, 1 findings (or the command failed), 2 wrong usage. What is pending, because the order may still arrive, is listed and does not count. Writes nothing. May run while a server is running.
The guide "Reconciliation" of the document centre says what each finding means, what is compared, and how long orders may take. The cost is what redemptions of the day took less what returns of the day gave back, each with its event.`,
  ),
  examples: [
    'yaoquan reconcile --data ./data --seller 111 --day 2026-11-24',
    'yaoquan reconcile --data ./data --day 2026-11-24 --json',
    'yaoquan reconcile --data ./data --seller 111 --day 2026-11-24 --csv findings.csv --entries entries.csv',
  ],
})
