import {
  type EndedRequest,
  isAboutApp,
  type RequestSubject,
  type RequestVerdict,
  type WaitingRequest,
} from '#domain/people/waiting-request'
import { act, done, load, refused } from './act.ts'
import { canonicalJson } from './lifecycle-store.ts'
import { requestWaits } from './seller-changes.ts'
import { waitingRequests } from './seller-reads.ts'

/** How long a request waits, and how long what came of it is shown. */
const waitMs = 7 * 86_400_000
/** A seller reads all of them at once. */
const mostWaiting = 100
/** Those of one person, who keeps nobody else from asking. */
const mostOfOne = 20

type FoundRequests = Readonly<{ waiting: readonly WaitingRequest[] }>

type Asking = Readonly<{ requestId: string; subject: RequestSubject; by: string }>

/**
 * Asks for what a second person decides on. What waits already is not asked for twice: of apps not by one person, since another would not see
 * what comes of it. What waited too long goes.
 */
export const askSecondPerson = act<Asking, FoundRequests, Readonly<{ requestId: string }>, 'too-many-wait'>({
  reads: () => load({ waiting: waitingRequests() }),
  decide({ input: { requestId, subject, by }, found: { waiting }, nowMs }) {
    const late = waiting.filter((one) => isLate(one, nowMs))
    const open = waiting.filter((one) => isOpen(one, nowMs))
    const same = open.find(
      (one) => subjectKey(one.subject) === subjectKey(subject) && (one.askedBy === by || !isAboutApp(subject)),
    )
    if (same !== undefined) return done({ requestId: same.requestId })
    const own = open.filter(({ askedBy }) => askedBy === by)
    if (open.length >= mostWaiting || own.length >= mostOfOne) return refused('too-many-wait')
    const to = { requestId, subject, askedBy: by, askedAtMs: nowMs, untilMs: nowMs + waitMs }
    return done({ requestId }, [
      ...late.map((from) => requestWaits(from.ended ? { over: from } : { from, verdict: 'expired' })),
      requestWaits({ to }),
    ])
  },
})

/** Two requests for the same thing may have different reasons. */
function subjectKey(subject: RequestSubject): string {
  return canonicalJson({ ...subject, reason: undefined })
}

type Deciding = Readonly<{
  /** The request as the caller saw it; undefined: none. */
  seen: WaitingRequest | undefined
  by: string
  isApproved: boolean
  /** The reason of a refusal. It is stored for requests about apps only: the others may contain facts about members. */
  reason?: string | undefined
}>

export type NotDecided =
  /** Another person decided, or its time is over. */
  | Readonly<{ kind: 'not-waiting' }>
  /** The person who asked may only take it back. */
  | Readonly<{ kind: 'asked-it-oneself' }>

/** The answer is stored, so it has nothing of the subject, which may name a member. */
type DecidedRequest = Readonly<{ verdict: RequestVerdict }>

/**
 * Decides on a request that waits, once. What is approved is done by the caller, who then ends the request. Until then the verdict stands: it
 * may be approved again, by whoever might have approved it, but not refused.
 */
export const decideRequest = act<Deciding, FoundRequests, DecidedRequest, NotDecided>({
  reads: () => load({ waiting: waitingRequests() }),
  decide({ input: { seen, by, isApproved, reason }, found: { waiting }, nowMs }) {
    const from = waiting.find((one) => one.requestId === seen?.requestId)
    if (from === undefined || !isOpen(from, nowMs)) return refused({ kind: 'not-waiting' })
    const isOwn = from.askedBy === by
    if (isOwn && isApproved) return refused({ kind: 'asked-it-oneself' })
    if (from.approvedBy !== undefined) {
      return isApproved ? done({ verdict: 'approved' }) : refused({ kind: 'not-waiting' })
    }
    if (isApproved) return done({ verdict: 'approved' }, [requestWaits({ from, verdict: 'approved', approvedBy: by })])
    if (!isOwn && isAboutApp(from.subject)) {
      return done({ verdict: 'refused' }, [ended(from, { verdict: 'refused', by, atMs: nowMs, reason })])
    }
    const verdict = isOwn ? 'withdrawn' : 'refused'
    return done({ verdict }, [requestWaits({ from, verdict })])
  },
})

/** `errorCode`: why it was not done. */
type Ending = Readonly<{ requestId: string; errorCode?: string | undefined }>

/** Ends a request that was approved, when what it asks for was done or refused. */
export const endRequest = act<Ending, FoundRequests, Readonly<Record<never, never>>, never>({
  reads: () => load({ waiting: waitingRequests() }),
  decide({ input: { requestId, errorCode }, found: { waiting } }) {
    const over = waiting.find((one) => one.requestId === requestId)
    return done({}, over === undefined ? [] : [requestWaits({ over, errorCode })])
  },
})

type CarryingOut = Readonly<{ requestId: string }> & Pick<EndedRequest, 'by' | 'appKey' | 'name' | 'preset'>

/** Ends a request about an app that an owner carried out, also where another one refused it meanwhile. */
export const endCarriedOut = act<CarryingOut, FoundRequests, Readonly<Record<never, never>>, never>({
  reads: () => load({ waiting: waitingRequests() }),
  decide({ input: { requestId, by, appKey, name, preset }, found: { waiting }, nowMs }) {
    const from = waiting.find((one) => one.requestId === requestId && one.ended?.verdict !== 'carried-out')
    const what = { verdict: 'carried-out', by, atMs: nowMs, appKey, name, preset } as const
    return done({}, from ? [ended(from, what)] : [])
  },
})

function ended(from: WaitingRequest, what: EndedRequest) {
  return requestWaits({ from, ended: what, untilMs: what.atMs + waitMs })
}

/** Whether somebody may still decide on a request. */
export function isOpen(request: WaitingRequest, nowMs: number): boolean {
  return request.ended === undefined && !isLate(request, nowMs)
}

/** What is approved has no end but that it is done. */
function isLate({ approvedBy, untilMs }: WaitingRequest, nowMs: number): boolean {
  return approvedBy === undefined && untilMs <= nowMs
}
