import {
  cancelRetention,
  getRetention,
  type InputOf,
  previewRetention,
  type ResponseOf,
  retentionDayLimits,
  setRetention,
} from '@yaoquan/api'
import { dayOf, momentText } from '#domain/dates'
import { type LifecycleStore, runAct } from '#domain/lifecycle/lifecycle-store'
import { askForRetention, cancelRetention as cancel } from '#domain/lifecycle/wait-for-retention'
import {
  type RemovalPreview,
  type RetentionDays,
  type RetentionKind,
  type RetentionPolicy,
  type RetentionReader,
  retentionKinds,
} from '#domain/retention/retention-store'
import { ifGiven, type Method } from '#methods/method'
import { notDoneResult } from '#methods/refused-result'
import { doneBefore, writeOfPerson } from './act-request.ts'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'

export type RetentionDependencies = Readonly<{ retention: RetentionReader; lifecycle: LifecycleStore }>

const dayMs = 86_400_000

/** Statements of a preview for each kind: two million request numbers or events, or 25,000 members, are counted in some ten seconds. */
const mostStatements = 400

/** How long data of the seller is kept. */
export function getRetentionMethod({ retention }: RetentionDependencies): Method<typeof getRetention> {
  return {
    definition: getRetention,
    async call(_input, { sellerId }) {
      const policy = await retention.findPolicy(sellerId)
      const waiting = await retention.findWaiting(sellerId)
      return {
        result: {
          ...shownDays(policy?.days ?? {}),
          setAt: ifGiven(policy?.setAtMs, momentText),
          nextPassAt: ifGiven(nextPassMs(policy), momentText),
          waiting: waiting && {
            ...shownDays(waiting.days),
            askedBy: waiting.askedBy,
            askedAt: momentText(waiting.askedAtMs),
            takesEffectAt: momentText(waiting.dueMs),
          },
          success: true,
        },
      }
    },
  }
}

/** Undefined when none is due, or one is due immediately. */
function nextPassMs(policy: RetentionPolicy | undefined): number | undefined {
  if (policy === undefined || policy.nextPassMs === 0) return undefined
  return retentionKinds.some((kind) => policy.days[kind] !== undefined) ? policy.nextPassMs : undefined
}

/** What periods would remove now. */
export function previewRetentionMethod({ retention }: RetentionDependencies): Method<typeof previewRetention> {
  return {
    definition: previewRetention,
    async call(input, { sellerId, nowMs }) {
      const preview = async (kind: RetentionKind) => {
        const days = daysOfInput(input)[kind]
        if (days === undefined) return undefined
        const query = { sellerId, beforeMs: nowMs - days * dayMs, mostStatements }
        return shownRemoval(await retention.preview(kind, query))
      }
      const requests = await preview('request')
      const members = await preview('member')
      const events = await preview('event')
      return { result: { requests, members, events, success: true } }
    },
  }
}

function shownRemoval({ count, bytes, oldestMs, isWhole: whole }: RemovalPreview) {
  return { count, whole, bytes, oldestDay: ifGiven(oldestMs, dayOf) }
}

/** Sets how long data of the seller is kept. */
export function setRetentionMethod({ lifecycle }: RetentionDependencies): Method<typeof setRetention> {
  return {
    definition: setRetention,
    async call(input, context) {
      const values = daysOfInput(input)
      const invalid = retentionKinds.find((kind) => isTooShort(kind, values[kind]))
      if (invalid !== undefined) {
        const { min, max } = retentionDayLimits[invalid]
        const rule = {
          zh: `应为 ${min} 到 ${max}，或 0（永久保留）`,
          en: `must be ${min} to ${max}, or 0 (kept for ever)`,
        }
        return { result: invalidSetting(`${invalid}_days`, rule) }
      }
      const days: Partial<Record<RetentionKind, number | undefined>> = {}
      for (const kind of retentionKinds) {
        if (values[kind] !== undefined) days[kind] = values[kind] === 0 ? undefined : values[kind]
      }
      const request = writeOfPerson(setRetention.name, input, context)
      const written = await runAct(askForRetention, { lifecycle, request, days, by: request.actor })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, refuses) }
      const takesEffectAt = ifGiven(written.answer.dueMs, momentText)
      return { result: { ...doneBefore(written.isAlreadyDone), takesEffectAt, success: true } }
    },
  }
}

function isTooShort(kind: RetentionKind, days: number | undefined): boolean {
  return days !== undefined && days !== 0 && days < retentionDayLimits[kind].min
}

/** Cancels shorter periods that wait. */
export function cancelRetentionMethod({ lifecycle }: RetentionDependencies): Method<typeof cancelRetention> {
  return {
    definition: cancelRetention,
    async call(input, context) {
      const request = writeOfPerson(cancelRetention.name, input, context)
      const written = await runAct(cancel, { lifecycle, request })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, refuses) }
      return { result: { ...doneBefore(written.isAlreadyDone), success: true } }
    },
  }
}

function refuses(): ResponseOf<typeof cancelRetention>['result'] {
  return consoleRefusal('retentionNotWaiting')
}

type Given = Readonly<Partial<Record<RetentionKind, number | undefined>>>

function daysOfInput({ requestDays, memberDays, eventDays }: InputOf<typeof previewRetention>): Given {
  return { request: requestDays, member: memberDays, event: eventDays }
}

function shownDays({ request, member, event }: Partial<RetentionDays>) {
  return { requestDays: request, memberDays: member, eventDays: event }
}
