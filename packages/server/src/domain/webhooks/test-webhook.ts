import type { WebhookKey } from './webhook-store.ts'

/** What a receiver answered to a delivery without events. `reason` contains neither the URL nor anything that the receiver wrote. */
export type WebhookTest = Readonly<{ reason: string | undefined; durationMs: number }>

/** Posts a delivery without events to a webhook, beside those that wait. @returns undefined: there is no such webhook */
export type TestWebhook = (key: WebhookKey) => Promise<WebhookTest | undefined>
