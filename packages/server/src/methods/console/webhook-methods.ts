import { addWebhook, listWebhooks, removeWebhook, replayWebhook, testWebhook } from '@yaoquan/api'
import { removeWebhook as remove, replayWebhooks } from '#domain/administration/change-webhooks'
import { registerWebhook } from '#domain/administration/register-webhook'
import { momentText } from '#domain/dates'
import type { EventReader } from '#domain/events/event-store'
import type { SharedActs } from '#domain/lifecycle/shared-act'
import {
  reportWebhooks,
  type TestWebhook,
  type WebhookRegistry,
  type WebhookReport,
} from '#domain/webhooks/webhook-store'
import { ifGiven, type Method } from '#methods/method'
import { errorResult } from '#methods/refused-result'
import { actRequest, doneBefore } from './act-request.ts'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'

export type WebhookDependencies = Readonly<{
  acts: SharedActs
  webhooks: WebhookRegistry
  events: EventReader
  testWebhook: TestWebhook
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
    webhookId,
    url,
    cursorSeq,
    lag: Math.max(0, newestSeq - cursorSeq),
    failures,
    lastError,
    skippedEvents,
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
    async call(input, context) {
      const { url, afterSeq } = input
      const { sellerId } = context
      const request = actRequest(addWebhook.name, input, context)
      const made = await registerWebhook({ sellerId, url, afterSeq }, { ...dependencies, request })
      switch (made.kind) {
        case 'added': {
          const { webhookId, secret, afterSeq: firstAfterSeq, isAlreadyDone } = made
          return {
            result: { ...doneBefore(isAlreadyDone), webhookId, secret, afterSeq: firstAfterSeq, success: true },
          }
        }
        case 'done-before':
          return { result: { ...consoleRefusal('secretNotTold'), ...doneBefore(true), webhookId: made.webhookId } }
        case 'conflict':
          return { result: errorResult('idempotentConflict', input) }
        case 'invalid-url':
          return { result: invalidSetting('url', made.rule) }
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
export function removeWebhookMethod({ acts }: WebhookDependencies): Method<typeof removeWebhook> {
  return {
    definition: removeWebhook,
    async call(input, context) {
      const request = actRequest(removeWebhook.name, input, context)
      const { sellerId } = context
      const written = await acts.runAct(request, remove, { sellerId, webhookId: input.webhookId })
      if (written.kind === 'done') return { result: { success: true } }
      if (written.kind === 'conflict') return { result: errorResult('idempotentConflict', input) }
      return { result: consoleRefusal('webhookNotFound') }
    },
  }
}

/** Delivers events again. */
export function replayWebhookMethod({ acts }: WebhookDependencies): Method<typeof replayWebhook> {
  return {
    definition: replayWebhook,
    async call(input, context) {
      const { webhookId, afterSeq } = input
      const request = actRequest(replayWebhook.name, input, context)
      const { sellerId } = context
      const written = await acts.runAct(request, replayWebhooks, { sellerId, webhookId, afterSeq })
      if (written.kind === 'done') return { result: { success: true } }
      if (written.kind === 'conflict') return { result: errorResult('idempotentConflict', input) }
      const { refusal } = written
      if (refusal.kind === 'unknown-webhook') return { result: consoleRefusal('webhookNotFound') }
      return { result: consoleRefusal('eventsRemoved', { through: refusal.removedThroughSeq }) }
    },
  }
}

/** Posts a delivery without events, and answers what the receiver said. */
export function testWebhookMethod({ testWebhook: test }: WebhookDependencies): Method<typeof testWebhook> {
  return {
    definition: testWebhook,
    async call({ webhookId }, { sellerId }) {
      const tested = await test({ sellerId, webhookId })
      if (tested === undefined) return { result: consoleRefusal('webhookNotFound') }
      const { reason, durationMs } = tested
      return { result: { delivered: reason === undefined, reason, durationMs, success: true } }
    },
  }
}
