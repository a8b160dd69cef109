import { hexOf } from '#domain/access/session-token'
import { done, load, refused } from '#domain/lifecycle/act'
import { mayTellAgain, type SharedCall, sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { eventsRemoved, newestEvent, webhooksOf, webhookWritten } from '#domain/lifecycle/shared-changes'
import type { Rule } from '#domain/rule'
import {
  type EventsRemoved,
  maxWebhooks,
  type Webhook,
  type WebhookKey,
  type WebhookRegistry,
} from '#domain/webhooks/webhook-store'

export type WebhookRequest = Readonly<{
  sellerId: string
  url: string
  /** Generated when left out: 64 hexadecimal digits. */
  secret?: string | undefined
  /** Events after this number are sent; undefined: those after its own. */
  afterSeq?: number | undefined
}>

export type RegisteredWebhook =
  | (Added & Readonly<{ kind: 'added'; secret: string; url: string; isAlreadyDone: boolean }>)
  /** The number was used before. The secret is not shown again, because an hour has passed or the webhook was removed. */
  | Readonly<{ kind: 'done-before'; webhookId: string }>
  | NotAdded
  | Readonly<{ kind: 'invalid-url'; rule: Rule }>
  /** The number was used for something else. */
  | Readonly<{ kind: 'conflict' }>

type Added = Pick<WebhookKey, 'webhookId'> &
  Readonly<{
    /** Events after this number are delivered; undefined for a webhook that was added before this was told. */
    afterSeq?: number | undefined
  }>

type NotAdded =
  | Readonly<{ kind: 'private-target' | 'exists' | 'too-many' }>
  | (EventsRemoved & Readonly<{ kind: 'events-removed' }>)

type Dependencies = SharedCall &
  Readonly<{
    webhooks: Pick<WebhookRegistry, 'findSecret'>
    /** Whether a URL leads to a place that webhooks may not reach. */
    isRefusedTarget: (url: string) => Promise<boolean>
    randomBytes: (size: number) => Uint8Array
  }>

/** Registers a webhook. The store keeps the secret encrypted. The answer shows it, as does a repetition within an hour. */
export async function registerWebhook(input: WebhookRequest, dependencies: Dependencies): Promise<RegisteredWebhook> {
  const { acts, request, randomBytes, webhooks } = dependencies
  const read = readWebhookUrl(input.url)
  if ('rule' in read) return { kind: 'invalid-url', rule: read.rule }
  const { url } = read
  const { sellerId, afterSeq } = input
  const isRefused = await dependencies.isRefusedTarget(url)
  const webhookId = `wh${hexOf(randomBytes(8))}`
  const secret = input.secret ?? hexOf(randomBytes(32))
  const written = await acts.runAct(request, addWebhook, { sellerId, webhookId, url, secret, afterSeq, isRefused })
  if (written.kind === 'conflict') return written
  if (written.kind === 'refused') return written.refusal
  const { answer, isAlreadyDone } = written
  if (!isAlreadyDone) return { kind: 'added', ...answer, secret, url, isAlreadyDone }
  const stored = mayTellAgain(request, written)
    ? await webhooks.findSecret({ sellerId, webhookId: answer.webhookId })
    : undefined
  if (stored === undefined) return { kind: 'done-before', webhookId: answer.webhookId }
  return { kind: 'added', ...answer, secret: stored, url, isAlreadyDone }
}

type Adding = WebhookKey &
  Readonly<{
    url: string
    secret: string
    afterSeq: number | undefined
    /** The URL leads to a place that webhooks may not reach. A repeated request is answered as the first was, wherever it leads by then. */
    isRefused: boolean
  }>

type FoundForAdding = Readonly<{
  others: readonly Webhook[]
  removed: EventsRemoved | undefined
  newestSeq: number
}>

/** Adds a webhook with its secret. */
export const addWebhook = sharedAct<Adding, FoundForAdding, Added, NotAdded>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  storedWith: ({ sellerId }) => sellerId,
  reads: ({ sellerId }) =>
    load({ others: webhooksOf(sellerId), removed: eventsRemoved(sellerId), newestSeq: newestEvent(sellerId) }),
  decide({ input: { afterSeq, isRefused, ...webhook }, found: { others, removed, newestSeq } }) {
    if (isRefused) return refused({ kind: 'private-target' })
    // The next event is that of the addition itself.
    const cursorSeq = afterSeq ?? newestSeq + 1
    if (removed !== undefined && removed.removedThroughSeq > cursorSeq) {
      return refused({ kind: 'events-removed', ...removed })
    }
    if (others.some(({ url }) => url === webhook.url)) return refused({ kind: 'exists' })
    if (others.length >= maxWebhooks) return refused({ kind: 'too-many' })
    const added = { kind: 'added', webhook: { ...webhook, cursorSeq } } as const
    return done({ webhookId: webhook.webhookId, afterSeq: cursorSeq }, [webhookWritten(added)])
  },
})

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
