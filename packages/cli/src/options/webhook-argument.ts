import { OperationFault } from '#terminal/faults'

/** The id that `webhook add` printed. */
export const webhookArgument = ['<webhook-id>', 'webhook add 输出的id (id that webhook add printed)'] as const

export function unknownWebhook(webhookId: string, seller: string): OperationFault {
  return new OperationFault(`连锁 ${seller} 没有webhook ${webhookId}`, 'the chain has no such webhook')
}
