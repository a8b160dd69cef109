import type { WebhookRegistry } from './webhook-store.ts'
import { readWebhookUrl, type WebhookUrlRule } from './webhook-url.ts'

export type WebhookRequest = Readonly<{
  sellerId: string
  url: string
  /** Generated when left out: 64 hexadecimal digits. */
  secret?: string | undefined
  /** Events after this number are sent. */
  afterSeq: number
}>

export type RegisteredWebhook =
  | Readonly<{ kind: 'added'; webhookId: string; secret: string; url: string }>
  | Readonly<{ kind: 'exists' }>
  | Readonly<{ kind: 'too-many' }>
  | Readonly<{ kind: 'invalid-url'; rule: WebhookUrlRule }>
  | Readonly<{ kind: 'private-target' }>

type Dependencies = Readonly<{
  webhooks: WebhookRegistry
  /** Whether a URL leads to a place that webhooks may not reach. */
  isRefusedTarget: (url: string) => Promise<boolean>
  randomBytes: (size: number) => Uint8Array
  nowMs: number
}>

/** Registers a webhook. The secret is returned only here; the store has it encrypted. */
export async function registerWebhook(asked: WebhookRequest, dependencies: Dependencies): Promise<RegisteredWebhook> {
  const read = readWebhookUrl(asked.url)
  if ('rule' in read) return { kind: 'invalid-url', rule: read.rule }
  if (await dependencies.isRefusedTarget(read.url)) return { kind: 'private-target' }
  const webhookId = `wh${hex(dependencies.randomBytes(8))}`
  const secret = asked.secret ?? hex(dependencies.randomBytes(32))
  const webhook = { sellerId: asked.sellerId, webhookId, url: read.url, secret, cursorSeq: asked.afterSeq }
  const outcome = await dependencies.webhooks.addWebhook(webhook, dependencies.nowMs)
  return outcome === 'added' ? { kind: 'added', webhookId, secret, url: read.url } : { kind: outcome }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
