import type { VersionedApp } from '#domain/access/access-store'
import { load, type Reading } from '#domain/lifecycle/act'
import { appByKey } from '#domain/lifecycle/shared-changes'

/** The app that an act is about. */
export type AppTarget = Readonly<{
  appKey: string
  /**
   * The seller whose owner requests the change, who may change only apps of that seller. Undefined for the command line, which may change
   * every app.
   */
  ofSeller?: string | undefined
}>

/** An app of another seller is answered like one that does not exist; one that serves others too is not the seller's to change. */
export type AppRefusal = Readonly<{ kind: 'unknown-app' | 'app-of-others' }>

/** The sellers that the app acts for. If the owner's seller is not one of them, only that seller. */
export function* sellersOfApp({ target }: Readonly<{ target: AppTarget }>): Reading<readonly string[]> {
  const { app } = yield* load({ app: appByKey(target.appKey) })
  if (target.ofSeller !== undefined && refusalOfApp(target, app)?.kind === 'unknown-app') return [target.ofSeller]
  return app?.app.sellerIds ?? []
}

/** What an act on one app must see. */
export function* readApp({ target: { appKey } }: Readonly<{ target: AppTarget }>): Reading<FoundApp> {
  return yield* load({ app: appByKey(appKey) })
}

export type FoundApp = Readonly<{ app: VersionedApp | undefined }>

/** Why the app may not be changed. */
export function refusalOfApp(
  { ofSeller }: AppTarget,
  app: Pick<VersionedApp, 'app'> | undefined,
): AppRefusal | undefined {
  if (ofSeller === undefined) return app === undefined ? { kind: 'unknown-app' } : undefined
  if (!app?.app.sellerIds.includes(ofSeller)) return { kind: 'unknown-app' }
  return app.app.sellerIds.length > 1 ? { kind: 'app-of-others' } : undefined
}
