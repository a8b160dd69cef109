import { type Command, Option } from 'commander'
import { withSeller } from '#administration/open-administration'
import { dataOption, jsonOption, sellerOption, storeOption, wholeNumber } from '#options/data-options'
import { unknownWebhook } from '#options/webhook-argument'
import type { Administration } from '#server'
import { print, printJson } from '#terminal/output'

type ReplayFlags = Readonly<{ data?: string; store?: string; seller: string; afterSeq: number; json?: boolean }>

/** `yaoquan webhook replay`: sends events again, or retries immediately during a pause. */
export function addWebhookReplay(webhook: Command): void {
  webhook
    .command('replay')
    .description('重新发送某个事件之后的全部事件 (send all events after a given one again)')
    .argument('[webhook-id]', 'webhook id，缺省为该连锁的全部webhook (webhook id; default: all webhooks of the seller)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(
      new Option('--after-seq <n>', '从该事件序号之后开始 (start after this event number)')
        .argParser(wholeNumber(0, 999_999_999_999_999))
        .makeOptionMandatory(),
    )
    .addOption(jsonOption())
    .addHelpText('after', '\n示例 Example:\n  yaoquan webhook replay --data ./data --seller 111 --after-seq 1000')
    .action(replay)
}

async function replay(webhookId: string | undefined, flags: ReplayFlags): Promise<void> {
  const replayed = await withSeller(flags, async (administration) => {
    const webhookIds = webhookId === undefined ? await idsOf(administration, flags.seller) : [webhookId]
    for (const id of webhookIds) {
      const outcome = await administration.replayWebhook({ sellerId: flags.seller, webhookId: id }, flags.afterSeq)
      if (outcome === 'unknown') throw unknownWebhook(id, flags.seller)
    }
    return webhookIds
  })
  if (flags.json) printJson({ webhook_ids: replayed, cursor_seq: flags.afterSeq })
  else
    print(
      `将向 ${replayed.length} 个webhook重新发送 ${flags.afterSeq} 之后的事件 (webhooks get the events after that number again)`,
    )
}

async function idsOf(administration: Administration, seller: string): Promise<readonly string[]> {
  return (await administration.listWebhooks(seller)).map(({ webhookId }) => webhookId)
}
