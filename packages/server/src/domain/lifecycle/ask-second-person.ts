import type { RequestSubject, RequestVerdict, WaitingRequest } from '#domain/people/waiting-request'
import { act, done, load, refused } from './act.ts'
import { canonicalJson } from './canonical-json.ts'
import { requestWaits } from './seller-changes.ts'
import { waitingRequests } from './seller-reads.ts'

/** How long a request waits. */
const waitMs = 7 * 86_400_000
/** A seller reads all of them at once. */
const mostWaiting = 100

type FoundRequests = Readonly<{ waiting: readonly WaitingRequest[] }>

type Asking = Readonly<{ requestId: string; subject: RequestSubject; by: string }>

/** Asks for what a second person decides on. What waits already is not asked for twice; what waited too long goes. */
export const askSecondPerson = act<Asking, FoundRequests, Readonly<{ requestId: string }>, 'too-many-wait'>({
  reads: () => load({ waiting: waitingRequests() }),
  decide({ input: { requestId, subject, by }, found: { waiting }, nowMs }) {
    const open = waiting.filter(({ untilMs }) => untilMs > nowMs)
    const same = open.find((one) => subjectKey(one.subject) === subjectKey(subject))
    if (same !== undefined) return done({ requestId: same.requestId })
    if (open.length >= mostWaiting) return refused('too-many-wait')
    const to = { requestId, subject, askedBy: by, askedAtMs: nowMs, untilMs: nowMs + waitMs }
    const late = waiting.filter(({ untilMs }) => untilMs <= nowMs)
    return done({ requestId }, [
      ...late.map((from) => requestWaits({ from, verdict: undefined })),
      requestWaits({ to }),
    ])
  },
})

/** Two requests for the same thing may have different reasons. */
function subjectKey(subject: RequestSubject): string {
  return canonicalJson({ ...subject, reason: undefined })
}

type Deciding = Readonly<{ requestId: string; by: string; isApproved: boolean }>

export type NotDecided =
  /** Another person decided, or its time is over. */
  | Readonly<{ kind: 'not-waiting' }>
  /** The person who asked may only take it back. */
  | Readonly<{ kind: 'asked-it-oneself' }>

/** The request with the verdict on it, which is final. */
export type DecidedRequest = Readonly<{ decided: WaitingRequest; verdict: RequestVerdict }>

/** Decides on a request that waits, once. What is approved is done by the caller. */
export const decideRequest = act<Deciding, FoundRequests, DecidedRequest, NotDecided>({
  reads: () => load({ waiting: waitingRequests() }),
  decide({ input: { requestId, by, isApproved }, found: { waiting }, nowMs }) {
    const from = waiting.find((one) => one.requestId === requestId)
    if (from === undefined || from.untilMs <= nowMs) return refused({ kind: 'not-waiting' })
    const isOwn = from.askedBy === by
    if (isOwn && isApproved) return refused({ kind: 'asked-it-oneself' })
    const verdict = isApproved ? 'approved' : isOwn ? 'withdrawn' : 'refused'
    return done({ decided: from, verdict }, [requestWaits({ from, verdict })])
  },
})
