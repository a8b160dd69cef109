import { OperationFault } from '#terminal/faults'

/** The webhook id that `webhook add` prints. */
export const webhookArgument = [
  '<webhook-id>',
  'webhook add 输出的webhook id (webhook id as printed by webhook add)',
] as const

export function unknownWebhook(webhookId: string, seller: string): OperationFault {
  return new OperationFault(`连锁 ${seller} 没有webhook ${webhookId}`, 'the seller has no such webhook')
}
