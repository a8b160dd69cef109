import { randomBytes as systemRandomBytes, timingSafeEqual } from 'node:crypto'
import { signWebhook } from '@yaoquan/protocol'
import { LRUCache } from 'lru-cache'
import { boundedWait } from './bounded-wait.ts'

type Incoming = Readonly<{ headers: Readonly<Record<string, string | undefined>>; body: string; nowMs: number }>

export type ReceivedDelivery = Readonly<{
  atMs: number
  headers: Incoming['headers']
  body: string
  isSignatureRight: boolean
  status: number
}>

/** How the next deliveries are answered. */
export type HookAnswer = Readonly<{ status: number; delaySeconds: number }>

export type Hook = Readonly<{
  token: string
  secret: string
  answer: HookAnswer
  /** The newest first. */
  deliveries: readonly ReceivedDelivery[]
}>

const maxHooks = 500
const maxDeliveries = 30
const maxShownBody = 16_384
/** Characters of all deliveries that are kept; the least recently used hooks are dropped first. */
const maxKept = 2 ** 25
/** Deliveries whose answer waits at the same time, so that no visitor exhausts the senders of webhooks. */
const maxWaiting = 8

/** Receives the webhooks of test apps and shows them, so that integrators need no server of their own. */
export class HookInspector {
  readonly #hooks = new LRUCache<string, Hook>({ max: maxHooks, maxSize: maxKept, sizeCalculation: sizeOf })
  readonly #tokens = new LRUCache<string, string>({ max: maxHooks })
  readonly #wait = boundedWait(maxWaiting)

  open(appKey: string, secret: string): Hook {
    const token = systemRandomBytes(16).toString('hex')
    const hook: Hook = { token, secret, answer: { status: 200, delaySeconds: 0 }, deliveries: [] }
    this.#tokens.set(token, appKey)
    this.#hooks.set(appKey, hook)
    return hook
  }

  find(appKey: string): Hook | undefined {
    return this.#hooks.get(appKey)
  }

  setAnswer(appKey: string, answer: HookAnswer): void {
    const hook = this.#hooks.get(appKey)
    if (hook !== undefined) this.#hooks.set(appKey, { ...hook, answer })
  }

  /** @returns the status to answer with; undefined for an unknown token */
  async receive(token: string, { headers, body, nowMs }: Incoming): Promise<number | undefined> {
    const appKey = this.#tokens.get(token)
    const hook = appKey === undefined ? undefined : this.#hooks.get(appKey)
    if (appKey === undefined || hook?.token !== token) return undefined
    const { status, delaySeconds } = hook.answer
    const delivery: ReceivedDelivery = {
      atMs: nowMs,
      headers,
      body: body.slice(0, maxShownBody),
      isSignatureRight: isRight(hook.secret, headers, body),
      status,
    }
    this.#hooks.set(appKey, { ...hook, deliveries: [delivery, ...hook.deliveries].slice(0, maxDeliveries) })
    await this.#wait(delaySeconds)
    return status
  }
}

function sizeOf({ deliveries }: Hook): number {
  const lengths = deliveries.map(({ body, headers }) => body.length + JSON.stringify(headers).length)
  return lengths.reduce((total, length) => total + length, 1)
}

function isRight(secret: string, headers: Incoming['headers'], body: string): boolean {
  const input = Buffer.from(headers['x-yaoquan-signature'] ?? '', 'utf8')
  const expected = Buffer.from(signWebhook({ secret, timestamp: headers['x-yaoquan-timestamp'] ?? '', body }), 'utf8')
  return input.length === expected.length && timingSafeEqual(input, expected)
}
