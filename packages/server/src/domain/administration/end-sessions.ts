import type { SessionEntry, VersionedApp } from '#domain/access/access-store'
import { done, load, refused } from '#domain/lifecycle/act'
import { sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { appByKey, sessionsOfApp, sessionWritten } from '#domain/lifecycle/shared-changes'

type Ending = Readonly<{ appKey: string; sellerId: string }>

type Found = Readonly<{ app: VersionedApp | undefined; sessions: readonly SessionEntry[] }>

/** Ends all sessions of an app for one seller. Those that ended by their time stay as they are. */
export const endSessions = sharedAct<Ending, Found, Readonly<{ ended: number }>, Readonly<{ kind: 'unknown-app' }>>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  reads: ({ appKey }) => load({ app: appByKey(appKey), sessions: sessionsOfApp(appKey) }),
  decide({ input: { sellerId }, found: { app, sessions }, nowMs }) {
    if (!app?.app.sellerIds.includes(sellerId)) return refused({ kind: 'unknown-app' })
    const ending = sessions.filter((session) => session.sellerId === sellerId && session.expiresAtMs > nowMs)
    return done(
      { ended: ending.length },
      ending.map((session) => sessionWritten({ kind: 'revoked', session })),
    )
  },
})
