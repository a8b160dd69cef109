import { createHash } from 'node:crypto'
import type { CallerDirectory } from '#gateway/call/callers'
import type { Refused } from '#gateway/call/incoming-call'
import { findSeller, type ReadCall } from '#gateway/checks/call-checks'

/** The seller of each call, where several sellers use one CRM. A session is known by its digest: it is a secret. */
export type SellerTable = Readonly<{
  /** Seller by app key. */
  apps: ReadonlyMap<string, string>
  /** Seller by the SHA-256 digest of the session, in hex; before the app. */
  sessions: ReadonlyMap<string, string>
}>

export type SellerOfCall =
  | Readonly<{
      kind: 'known'
      sellerId: string
      /** False where it is only taken for granted: our door refuses the session, and the app is not that seller's alone. */
      isSure: boolean
      /** Why our own door finds no seller. */
      refusal: Refused | undefined
    }>
  | Readonly<{ kind: 'other-seller' | 'unknown-seller' }>

type Dependencies = Readonly<{
  callers: CallerDirectory
  /** The seller of all calls if there is no table. */
  sellerId: string
  table: SellerTable | undefined
}>

export type FindSellerOfCall = (read: ReadCall, nowMs: number) => Promise<SellerOfCall>

/** The seller of a call: that of the table, then that of the registered app. Without a table an app that nobody registered is the seller's. */
export function createSellerFinder({ callers, sellerId, table }: Dependencies): FindSellerOfCall {
  const sellers = sellersIn(sellerId, table)
  return async ({ app, parameters, signed }, nowMs) => {
    const names = { appKey: signed.parameters.get('app_key')?.trim() ?? '', session: parameters.get('session')?.trim() }
    const found = app && (await findSeller({ parameters, app, callers, nowMs }))
    const refusal = found?.kind === 'refused' ? found : undefined
    const named = table && sellerNamed(table, names)
    if (named !== undefined) return { kind: 'known', sellerId: named, isSure: true, refusal }
    if (found?.kind === 'found') {
      return sellers.has(found.sellerId)
        ? { kind: 'known', sellerId: found.sellerId, isSure: true, refusal }
        : { kind: 'other-seller' }
    }
    const [only, ...others] = app?.sellerIds ?? []
    const isOfOne = only !== undefined && others.length === 0
    if (isOfOne && !sellers.has(only)) return { kind: 'other-seller' }
    if (table === undefined) return { kind: 'known', sellerId, isSure: app === undefined || isOfOne, refusal }
    return isOfOne ? { kind: 'known', sellerId: only, isSure: true, refusal } : { kind: 'unknown-seller' }
  }
}

/** All sellers that may be compared. */
export function sellersIn(sellerId: string, table: SellerTable | undefined): ReadonlySet<string> {
  return new Set([sellerId, ...(table?.apps.values() ?? []), ...(table?.sessions.values() ?? [])])
}

/** A call of a batch may have a session of its own, before that of the envelope. */
function sellerNamed(
  { apps, sessions }: SellerTable,
  { appKey, session }: Readonly<{ appKey: string; session: string | undefined }>,
): string | undefined {
  const digest = session && createHash('sha256').update(session).digest('hex')
  return (digest && sessions.get(digest)) || apps.get(appKey)
}
