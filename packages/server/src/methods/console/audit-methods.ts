import { listAudit, verifyAudit } from '@yaoquan/api'
import type { ChainVerdict, LastAudit, LastAudits } from '#domain/audit/audit-report'
import { compareDays, momentText } from '#domain/dates'
import type { EventAuditor, EventReader } from '#domain/events/event-store'
import { shownEvent } from '#domain/events/lifecycle-text'
import { listAdministration } from '#domain/events/list-administration'
import { InvalidInput, ifGiven, type Method } from '#methods/method'
import { readDay } from '#methods/read-times'
import { type ActorDependencies, namedActors } from './named-actors.ts'

type AuditDependencies = Readonly<{ events: EventReader; lastAudits: Pick<LastAudits, 'find'> }> & ActorDependencies

/** The audit trail of the seller, the newest first. */
export function listAuditMethod({ events, lastAudits, ...ofActors }: AuditDependencies): Method<typeof listAudit> {
  return {
    definition: listAudit,
    async call({ kind, actor, fromDay: from, toDay: to, cursor, limit = 100 }, { sellerId }) {
      const beforeSeq = cursor === undefined ? undefined : readCursor(cursor)
      const fromDay = ifGiven(from, (day) => readDay('from_day', day))
      const toDay = ifGiven(to, (day) => readDay('to_day', day))
      if (fromDay !== undefined && toDay !== undefined && compareDays(fromDay, toDay) > 0) {
        throw new InvalidInput('to_day', { zh: '不得早于起始日期', en: 'must not be before the first day' })
      }
      const page = await listAdministration({ sellerId, beforeSeq, kind, actor, fromDay, toDay, limit }, events)
      const actors = page.events.flatMap((event) => [event.actor, appIn(event.after ?? event.before)])
      return {
        result: {
          events: page.events.map(shownEvent),
          actors: await namedActors(sellerId, actors, ofActors),
          nextCursor: page.nextBeforeSeq === undefined ? undefined : `b${page.nextBeforeSeq}`,
          eventsRemovedBefore: ifGiven(page.removedBeforeMs, momentText),
          lastAudit: ifGiven(cursor === undefined ? await lastAudits.find(sellerId) : undefined, shownAudit),
          success: true,
        },
      }
    },
  }
}

/** The app that a state is about, which events name by its key, as an actor. */
function appIn(state = ''): string | undefined {
  const appKey = /"app_key":"([^"]+)"/.exec(state)?.[1]
  return appKey && `app:${appKey}`
}

/** Only when it was: its numbers are of all sellers. */
function shownAudit({ begunAtMs, endedAtMs }: LastAudit) {
  return { begunAt: momentText(begunAtMs), endedAt: momentText(endedAtMs) }
}

function readCursor(cursor: string): number {
  const seq = /^b(\d{1,15})$/.exec(cursor)?.[1]
  if (seq === undefined)
    throw new InvalidInput('cursor', {
      zh: '应为上一页返回的 next_cursor',
      en: 'must be the next_cursor of the page before',
    })
  return Number(seq)
}

/** Whether the history of the seller is intact. Callers at the same time share one run. */
export function verifyAuditMethod({ auditor }: Readonly<{ auditor: EventAuditor }>): Method<typeof verifyAudit> {
  const running = new Map<string, Promise<ChainVerdict>>()
  const verify = (sellerId: string): Promise<ChainVerdict> => {
    const known = running.get(sellerId)
    if (known !== undefined) return known
    const run = auditor.verifyChain(sellerId).finally(() => running.delete(sellerId))
    running.set(sellerId, run)
    return run
  }
  return {
    definition: verifyAudit,
    async call(_input, { sellerId }) {
      const verdict = await verify(sellerId)
      const isIntact = verdict.kind === 'intact'
      const findings = isIntact ? [] : verdict.findings.map((finding) => ({ ...finding }))
      const events = isIntact ? verdict.events : undefined
      const moreFindings = isIntact ? 0 : verdict.more
      return { result: { intact: isIntact, events, findings, moreFindings, success: true } }
    },
  }
}
