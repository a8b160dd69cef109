import type { Command } from 'commander'
import { withSeller } from '#administration/open-administration'
import { dataOption, jsonOption, sellerOption, storeOption } from '#options/data-options'
import { unknownWebhook, webhookArgument } from '#options/webhook-argument'
import { print, printJson } from '#terminal/output'

type RemoveFlags = Readonly<{ data?: string; store?: string; seller: string; json?: boolean }>

/** `yaoquan webhook remove`: deletes a webhook. */
export function addWebhookRemove(webhook: Command): void {
  webhook
    .command('remove')
    .description('删除webhook (delete a webhook)')
    .argument(...webhookArgument)
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(jsonOption())
    .action(removeOne)
}

async function removeOne(webhookId: string, flags: RemoveFlags): Promise<void> {
  const key = { sellerId: flags.seller, webhookId }
  const outcome = await withSeller(flags, (administration) => administration.removeWebhook(key))
  if (outcome === 'unknown') throw unknownWebhook(webhookId, flags.seller)
  if (flags.json) printJson({ webhook_id: webhookId, removed: true })
  else print(`已删除 ${webhookId} (removed)`)
}
