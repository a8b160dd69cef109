import { eventKinds, guarded, quotedCsv } from '@yaoquan/api'
import type { Command } from 'commander'
import { masterKey, storePlace } from '#administration/open-administration'
import { withByteSink } from '#export/byte-sink'
import { jsonOption, nonBlank, type SellerFlags, sellerCommand } from '#options/data-options'
import { parseClockText } from '#options/times'
import type { LostStep } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { instantText, localized, OperationFault, printNote, printResult, say } from '#terminal/output'

type LostFlags = SellerFlags & Readonly<{ out: string; since?: number }>

/** `yaoquan shadow lost`: what the CRM of today does not know, as a file for it. */
export function addShadowLost(shadow: Command): void {
  sellerCommand(
    shadow,
    'lost',
    say('把现有CRM不知道的发放、核销等写成文件', 'write what the CRM of today does not know to a file'),
  )
    .requiredOption('--out <file>', say('CSV文件，须尚不存在', 'CSV file that does not exist yet'), nonBlank)
    .option(
      '--since <time>',
      say('从此时起，缺省为首次切换', 'from this moment on; default: since the first switch'),
      parseClockText,
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(writeLost)
}

async function writeLost({ out, since, ...flags }: LostFlags): Promise<void> {
  const { listLostSteps } = await import('#server')
  const losing = { ...storePlace(flags), ...masterKey(), sellerId: flags.seller, sinceMs: since }
  const counts: Partial<Record<LostStep['kind'], number>> = {}
  await withByteSink(out, async (sink) => {
    await sink.write(Buffer.from(`${columns.map(([name]) => name).join(',')}\n`))
    const isSwitched = await listLostSteps(losing, async (part) => {
      for (const { kind } of part) counts[kind] = (counts[kind] ?? 0) + 1
      await sink.write(Buffer.from(part.map(rowOf).join('')))
    })
    if (!isSwitched) throw new OperationFault('没有调用切换到过药券', 'no call was ever routed to Yaoquan')
  })
  const kinds = Object.entries(counts) as [LostStep['kind'], number][]
  const steps = kinds.reduce((sum, [, count]) => sum + count, 0)
  const named = kinds.map(([kind, count]) => `${localized(eventKinds[kind])} ${count}`).join(say('，', ', '))
  printNote(say(`已写入 ${out}`, `written to ${out}`))
  printResult(flags, { steps, kinds: counts }, `${say('共', 'in all')} ${steps}${named === '' ? '' : `: ${named}`}`)
}

type Column = readonly [name: string, textOf: (step: LostStep) => string | undefined]

const columns: readonly Column[] = [
  ['at', ({ atMs }) => instantText(atMs)],
  ['event', ({ kind }) => kind],
  ['coupon_code', ({ couponCode }) => couponCode],
  ['coupon_id', ({ couponId }) => couponId],
  ['order_id', ({ orderId }) => orderId],
  ['redemption_id', ({ redemptionId }) => redemptionId],
  ['shop', ({ shop }) => shop],
  ['off_amount', ({ offFen }) => (offFen === undefined ? undefined : (offFen / 100).toFixed(2))],
  ['end_date', ({ endDate }) => endDate],
  ['actor', ({ actor }) => actor],
]

function rowOf(step: LostStep): string {
  return `${columns.map(([, textOf]) => quotedCsv(guarded(textOf(step) ?? ''))).join(',')}\n`
}

const notes = helpNotes({
  notes: say(
    `自首次把调用切换到药券起，应用与人员在药券对券所做的发放、占用、释放、核销、退回、作废与延期，按先后一行一步。应用为 mirrored 时由 order.sync 所做的不在其中，现有CRM已收到；从现有CRM学到的也不在其中。没有手机号与卡号；新发的券的条款与号码用 yaoquan export 导出。文件仅本人可读 (0600)。只读取数据，可在服务运行时执行。`,
    `What apps and people did to coupons in Yaoquan since the first call was routed to it: issues, holds, releases, redemptions, returns, voids and extensions, a row each, in order. What order.sync did while its app was mirrored is left out, since the CRM of today got it, and so is what was learned from that CRM. It has no phones and cards; terms and numbers of issued coupons are written by yaoquan export. Only you can read the file (0600). Reads only; may run beside a server.`,
  ),
  examples: ['yaoquan shadow lost --data ./data --seller 111 --out lost.csv'],
})
