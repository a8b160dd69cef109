import type { Session, SessionEntry, VersionedApp } from '#domain/access/access-store'
import { newSessionToken } from '#domain/access/session-token'
import { done, load, type Reading, refused } from '#domain/lifecycle/act'
import { mayTellAgain, type SharedCall, sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { appByKey, sessionById, sessionOfToken, sessionsOfApp, sessionWritten } from '#domain/lifecycle/shared-changes'

export type NewSession = Readonly<{
  appKey: string
  sellerId: string
  /** 1 or more. */
  days: number
  /** Generated when left out: 56 characters that start with 6100, as TOP's do. */
  token?: string | undefined
}>

export type OpenedSession =
  | Readonly<{
      kind: 'created'
      session: string
      expiresAtMs: number
      /** The request is a repeated one: a new session took the place of the first, whose token nobody can tell again. */
      isReplaced: boolean
    }>
  | SessionRefusal
  /** It was opened under this number. It is not replaced: an hour has passed, or it was changed or ended since. */
  | Readonly<{ kind: 'done-before' }>
  /** The number was used for something else. */
  | Readonly<{ kind: 'conflict' }>

/** `not-authorized`: the app does not serve that seller. */
type SessionRefusal = Readonly<{ kind: 'exists' | 'unknown-app' | 'not-authorized' }>

type Dependencies = SharedCall & Readonly<{ randomBytes: (size: number) => Uint8Array }>

/**
 * Lets an app act for one of its sellers. The token is returned only here, and another in its place to a repeated request; the store has its
 * keyed digest.
 */
export async function openSession(
  { days, token: given, ...asked }: NewSession,
  { acts, request, randomBytes }: Dependencies,
): Promise<OpenedSession> {
  const token = given ?? newSessionToken(randomBytes)
  const session = { ...asked, expiresAtMs: request.nowMs + days * 86_400_000 }
  const written = await acts.runAct(request, createSession, { token, session })
  if (written.kind === 'conflict') return written
  if (written.kind === 'refused') return written.refusal
  const { answer, isAlreadyDone } = written
  const { expiresAtMs } = answer
  const opened = { kind: 'created', session: token, expiresAtMs } as const
  if (!isAlreadyDone) return { ...opened, isReplaced: false }
  const unnumbered = { ...request, requestNo: undefined }
  if (given !== undefined) {
    const known = await acts.runAct(unnumbered, findSession, { token, ...asked, ...answer })
    return known.kind === 'done' ? { ...opened, isReplaced: false } : { kind: 'done-before' }
  }
  if (!mayTellAgain(request, written)) return { kind: 'done-before' }
  const replaced = await acts.runAct(unnumbered, replaceSession, { token, ...asked, ...answer })
  return replaced.kind === 'done' ? { ...opened, isReplaced: true } : { kind: 'done-before' }
}

type Opening = Readonly<{ token: string; session: Session }>

type FoundForOpening = Readonly<{ app: VersionedApp | undefined; other: SessionEntry | undefined }>

type Times = Pick<SessionEntry, 'createdAtMs' | 'expiresAtMs'>

/** Opens a session with its token. */
export const createSession = sharedAct<Opening, FoundForOpening, Times, SessionRefusal>({
  sellers: ({ session }) => sellersOf(session.sellerId),
  reads: ({ token, session }) => load({ app: appByKey(session.appKey), other: sessionOfToken(token) }),
  decide({ input: { token, session }, found: { app, other }, nowMs: createdAtMs }) {
    if (app === undefined) return refused({ kind: 'unknown-app' })
    if (!app.app.sellerIds.includes(session.sellerId)) return refused({ kind: 'not-authorized' })
    if (other !== undefined) return refused({ kind: 'exists' })
    const { expiresAtMs } = session
    return done({ createdAtMs, expiresAtMs }, [sessionWritten({ kind: 'opened', token, session, createdAtMs })])
  },
})

type Replacing = Session & Times & Readonly<{ token: string }>

type ChangedSince = Readonly<{ kind: 'changed-since' }>

/** Finds out whether a session is still what was opened with its token. */
export const findSession = sharedAct<Replacing, Pick<FoundForOpening, 'other'>, null, ChangedSince>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  reads: ({ token }) => load({ other: sessionOfToken(token) }),
  decide: ({ input, found: { other } }) => {
    return other !== undefined && isOpened(other, input) ? done(null) : refused({ kind: 'changed-since' })
  },
})

function isOpened(entry: SessionEntry, { appKey, sellerId, createdAtMs, expiresAtMs }: Session & Times): boolean {
  const isOfSame = entry.appKey === appKey && entry.sellerId === sellerId
  return isOfSame && entry.createdAtMs === createdAtMs && entry.expiresAtMs === expiresAtMs
}

/** Replaces a session whose token was lost with the answer. It is the one of the same app and seller with these times. */
export const replaceSession = sharedAct<Replacing, Readonly<{ sessions: readonly SessionEntry[] }>, null, ChangedSince>(
  {
    sellers: ({ sellerId }) => sellersOf(sellerId),
    reads: ({ appKey }) => load({ sessions: sessionsOfApp(appKey) }),
    decide({ input: { token, createdAtMs, ...session }, found: { sessions } }) {
      const [replaces, ...others] = sessions.filter((entry) => isOpened(entry, { ...session, createdAtMs }))
      if (replaces === undefined || others.length > 0) return refused({ kind: 'changed-since' })
      return done(null, [sessionWritten({ kind: 'opened', token, session, createdAtMs, replaces })])
    },
  },
)

type OneSession = Readonly<{ sessionId: string }>

type FoundSession = Readonly<{ session: SessionEntry | undefined }>

type UnknownSession = Readonly<{ kind: 'unknown' }>

/** Moves the end of a session. */
export const extendSession = sharedAct<
  OneSession & Readonly<{ expiresAtMs: number }>,
  FoundSession,
  SessionEntry,
  UnknownSession
>({
  sellers: sellersOfSession,
  reads: readSession,
  decide({ input: { expiresAtMs }, found: { session } }) {
    if (session === undefined) return refused({ kind: 'unknown' })
    const extended = { ...session, expiresAtMs }
    return done(extended, [sessionWritten({ kind: 'extended', session, expiresAtMs })])
  },
})

/** Ends a session. */
export const revokeSession = sharedAct<OneSession, FoundSession, null, UnknownSession>({
  sellers: sellersOfSession,
  reads: readSession,
  decide({ found: { session } }) {
    if (session === undefined) return refused({ kind: 'unknown' })
    return done(null, [sessionWritten({ kind: 'revoked', session })])
  },
})

function* readSession({ sessionId }: OneSession): Reading<FoundSession> {
  return yield* load({ session: sessionById(sessionId) })
}

function* sellersOfSession(input: OneSession): Reading<readonly string[]> {
  const { session } = yield* readSession(input)
  return session === undefined ? [] : [session.sellerId]
}
