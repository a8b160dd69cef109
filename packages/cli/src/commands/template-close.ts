import { closeTemplate } from '@yaoquan/api'
import type { Command } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { repetitionNote } from '#calls/repetition-note'

type CloseFlags = WriteFlags & Readonly<{ reason?: string }>

/** `yaoquan template close`: closes a template for good: no more claims. */
export function addTemplateClose(template: Command): void {
  const close = template
    .command('close')
    .description(
      '关闭模板：不能再领取，已领取的券仍可使用 (close a template: no more claims; claimed coupons stay usable)',
    )
    .argument('<id>', '模板id (template id, coupon_id)')
    .option('--reason <text>', '原因 (reason)')
  addWrite(close).action(closeOne)
}

async function closeOne(couponId: string, { reason, ...flags }: CloseFlags): Promise<void> {
  await writeAndPrint(flags, {
    method: closeTemplate,
    send: (client, outRequestNo) => client.closeTemplate({ outRequestNo, couponId, reason }),
    show: (result) => `已关闭模板 ${couponId} (closed)${repetitionNote(result)}`,
  })
}
