import { hexOf } from '#domain/hex'
import type { Rule } from '#domain/rule'
import type { EventsRemoved, WebhookRegistry } from './webhook-store.ts'

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
  | Readonly<{ kind: 'exists' | 'too-many' | 'private-target' }>
  | (EventsRemoved & Readonly<{ kind: 'events-removed' }>)
  | Readonly<{ kind: 'invalid-url'; rule: Rule }>

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
  const webhookId = `wh${hexOf(dependencies.randomBytes(8))}`
  const secret = asked.secret ?? hexOf(dependencies.randomBytes(32))
  const webhook = { sellerId: asked.sellerId, webhookId, url: read.url, secret, cursorSeq: asked.afterSeq }
  const outcome = await dependencies.webhooks.addWebhook(webhook, dependencies.nowMs)
  if (typeof outcome === 'object') return { kind: 'events-removed', ...outcome }
  return outcome === 'added' ? { kind: 'added', webhookId, secret, url: read.url } : { kind: outcome }
}

const maxUrlLength = 2048

/** @returns the URL as it is stored, or the rule it breaks */
export function readWebhookUrl(text: string): Readonly<{ url: string }> | Readonly<{ rule: Rule }> {
  if (text.length > maxUrlLength)
    return { rule: { zh: `最长${maxUrlLength}个字符`, en: `at most ${maxUrlLength} characters` } }
  if (!URL.canParse(text)) return { rule: notHttp }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { rule: notHttp }
  if (url.username !== '' || url.password !== '') return { rule: withPassword }
  url.hash = ''
  return { url: url.href }
}

const notHttp: Rule = { zh: '应为http或https地址', en: 'must be an http or https address' }
const withPassword: Rule = { zh: '不能包含用户名或密码', en: 'must not hold a user or password' }
