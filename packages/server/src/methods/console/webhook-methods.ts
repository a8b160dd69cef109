import { addWebhook, listWebhooks, removeWebhook, replayWebhook } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import type { EventReader, NoticeRecorder } from '#domain/events/event-store'
import { webhookNotice } from '#domain/events/notices'
import { ifGiven } from '#domain/if-given'
import { registerWebhook } from '#domain/webhooks/register-webhook'
import { reportWebhooks, type WebhookReport } from '#domain/webhooks/report-webhooks'
import type { WebhookRegistry } from '#domain/webhooks/webhook-store'
import type { CallContext, Method } from '#methods/method'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'
import { noticeOrigin } from './notice-origin.ts'

export type WebhookDependencies = Readonly<{
  webhooks: WebhookRegistry
  events: EventReader
  notices: NoticeRecorder
  /** Whether a URL leads to a place that webhooks may not reach. */
  isRefusedTarget: (url: string) => Promise<boolean>
  randomBytes: (size: number) => Uint8Array
}>

/** The webhooks of the seller, with what waits. */
export function listWebhooksMethod({ webhooks, events }: WebhookDependencies): Method<typeof listWebhooks> {
  return {
    definition: listWebhooks,
    async call(_input, { sellerId }) {
      const reports = await reportWebhooks(sellerId, { webhooks, events })
      const newestSeq = await newestSeqOf(sellerId, events)
      return { result: { webhooks: reports.map(shownWebhook), newestSeq, success: true } }
    },
  }
}

async function newestSeqOf(sellerId: string, events: EventReader): Promise<number> {
  return (await events.listEvents({ sellerId, afterSeq: 0, limit: 1 })).newestSeq
}

function shownWebhook(report: WebhookReport) {
  const { webhookId, url, cursorSeq, newestSeq, failures, lastError, skippedEvents, nextAttemptMs } = report
  return {
    ...{ webhookId, url, cursorSeq, lag: Math.max(0, newestSeq - cursorSeq), failures, lastError, skippedEvents },
    createdAt: momentText(report.createdAtMs),
    waitingSince: ifGiven(report.waitingSinceMs, momentText),
    nextAttemptAt: nextAttemptMs === 0 ? undefined : momentText(nextAttemptMs),
    lastErrorAt: ifGiven(report.lastErrorAtMs, momentText),
    acknowledgedAt: ifGiven(report.acknowledgedAtMs, momentText),
  }
}

/** Adds a webhook. */
export function addWebhookMethod(dependencies: WebhookDependencies): Method<typeof addWebhook> {
  return {
    definition: addWebhook,
    async call({ url, afterSeq }, context) {
      const { sellerId, nowMs } = context
      const after = afterSeq ?? (await newestSeqOf(sellerId, dependencies.events))
      const made = await registerWebhook({ sellerId, url, afterSeq: after }, { ...dependencies, nowMs })
      switch (made.kind) {
        case 'added': {
          const { webhookId, secret } = made
          await record(context, { webhookId, act: 'added', url: made.url }, dependencies)
          return { result: { webhookId, secret, success: true } }
        }
        case 'invalid-url':
          return { result: invalidSetting('url', made.rule.zh) }
        case 'events-removed':
          return { result: consoleRefusal('eventsRemoved', { through: made.removedThroughSeq }) }
        case 'exists':
          return { result: consoleRefusal('webhookExists') }
        case 'too-many':
          return { result: consoleRefusal('tooManyWebhooks') }
        case 'private-target':
          return { result: consoleRefusal('privateTarget') }
      }
    },
  }
}

/** Ends a webhook. */
export function removeWebhookMethod(dependencies: WebhookDependencies): Method<typeof removeWebhook> {
  return {
    definition: removeWebhook,
    async call({ webhookId }, context) {
      const { sellerId } = context
      const removed = await dependencies.webhooks.removeWebhook({ sellerId, webhookId })
      if (removed === 'unknown') return { result: consoleRefusal('webhookNotFound') }
      await record(context, { webhookId, act: 'removed' }, dependencies)
      return { result: { success: true } }
    },
  }
}

/** Delivers events again. */
export function replayWebhookMethod(dependencies: WebhookDependencies): Method<typeof replayWebhook> {
  return {
    definition: replayWebhook,
    async call({ webhookId, afterSeq }, context) {
      const { sellerId, nowMs } = context
      const outcome = await dependencies.webhooks.replayWebhook({ sellerId, webhookId }, afterSeq, nowMs)
      if (outcome === 'unknown') return { result: consoleRefusal('webhookNotFound') }
      if (outcome !== 'replaying')
        return { result: consoleRefusal('eventsRemoved', { through: outcome.removedThroughSeq }) }
      await record(context, { webhookId, act: 'replayed', after_seq: afterSeq }, dependencies)
      return { result: { success: true } }
    },
  }
}

function record(
  context: CallContext,
  told: Parameters<typeof webhookNotice>[1],
  { notices }: WebhookDependencies,
): Promise<void> {
  return notices.recordNotice(webhookNotice(noticeOrigin(context), told))
}
