import { type Command, Option } from 'commander'
import { withChain } from '../administration.ts'
import { dataOption, jsonOption, sellerOption, wholeNumber } from '../options/data-options.ts'
import { unknownWebhook, webhookArgument } from '../options/webhook-argument.ts'
import { print, printJson } from '../terminal/output.ts'

type ReplayFlags = Readonly<{ data: string; seller: string; afterSeq: number; json?: boolean }>

/** `yaoquan webhook replay`: sends events again, or tries at once after a pause. */
export function addWebhookReplay(webhook: Command): void {
  webhook
    .command('replay')
    .description('从某个事件之后重新发送 (send everything after an event again)')
    .argument(...webhookArgument)
    .addOption(dataOption().makeOptionMandatory())
    .addOption(sellerOption())
    .addOption(
      new Option('--after-seq <n>', '该事件序号之后 (after this event)')
        .argParser(wholeNumber(0, 999_999_999_999_999))
        .makeOptionMandatory(),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\n示例 Example:\n  yaoquan webhook replay wh0123 --data ./data --seller 111 --after-seq 1000',
    )
    .action(replay)
}

async function replay(webhookId: string, flags: ReplayFlags): Promise<void> {
  const key = { sellerId: flags.seller, webhookId }
  const outcome = await withChain(flags, (administration) => administration.replayWebhook(key, flags.afterSeq))
  if (outcome === 'unknown') throw unknownWebhook(webhookId, flags.seller)
  if (flags.json) printJson({ webhook_id: webhookId, cursor_seq: flags.afterSeq })
  else print(`将重新发送 ${flags.afterSeq} 之后的事件 (events after that are sent again)`)
}
