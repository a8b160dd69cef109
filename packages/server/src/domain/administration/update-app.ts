import type { App, AppSettings } from '#domain/access/access-store'
import { done, load, refused } from '#domain/lifecycle/act'
import { sharedAct } from '#domain/lifecycle/shared-act'
import { appByKey, appWritten, existingSellers } from '#domain/lifecycle/shared-changes'
import { changeInEvent, type GrantsChange, type SettingsChange } from './settings-in-event.ts'
import { type AppRefusal, type AppTarget, type FoundApp, refusalOfApp, sellersOfApp } from './target-app.ts'

export type UpdateRefusal = AppRefusal | Readonly<{ kind: 'unknown-seller'; sellerId: string }>

type Updating = Readonly<{ target: AppTarget; change: SettingsChange }>

type Found = FoundApp & Readonly<{ sellers: ReadonlySet<string> }>

/** Changes settings of an app. A seller that the app stops or begins to act for gets an event about that only. */
export const updateApp = sharedAct<Updating, Found, null, UpdateRefusal>({
  *sellers({ target, change: { sellerIds = [] } }) {
    return [...(yield* sellersOfApp({ target })), ...sellerIds]
  },
  reads: ({ target, change: { sellerIds = [] } }) =>
    load({ app: appByKey(target.appKey), sellers: existingSellers(sellerIds) }),
  decide({ input: { target, change: input }, found: { app, sellers } }) {
    const unknown = input.sellerIds?.find((sellerId) => !sellers.has(sellerId))
    if (unknown !== undefined) return refused({ kind: 'unknown-seller', sellerId: unknown })
    const refusal = refusalOfApp(target, app)
    if (refusal !== undefined || app === undefined) return refused(refusal ?? { kind: 'unknown-app' })
    const told = { act: 'changed', ...changeInEvent(input) }
    return done(null, [appWritten({ from: app, to: withChange(app.app, input), told })])
  },
})

/** An app after a change of its settings. */
export function withChange(app: App, input: SettingsChange): App {
  const { grants, callsPerDay, callsPerSecond, masksPhones, fullPhonesPerHour, ...settings } = input
  return {
    ...app,
    ...settings,
    grants: grants === undefined ? app.grants : changedGrants(app.grants, grants),
    callsPerDay: changedLimit(app.callsPerDay, callsPerDay),
    callsPerSecond: changedLimit(app.callsPerSecond, callsPerSecond),
    masksPhones: masksPhones === 'as-preset' ? undefined : (masksPhones ?? app.masksPhones),
    fullPhonesPerHour: changedAlarm(app.fullPhonesPerHour, fullPhonesPerHour),
  }
}

function changedGrants(grants: AppSettings['grants'], { preset, allow, deny }: GrantsChange): AppSettings['grants'] {
  const { allowed, denied } = preset === undefined ? grants : { allowed: [], denied: [] }
  return {
    preset: preset ?? grants.preset,
    allowed: [...new Set([...allowed, ...allow])].filter((name) => !deny.includes(name)),
    denied: [...new Set([...denied, ...deny])].filter((name) => !allow.includes(name)),
  }
}

function changedLimit(limit: number | undefined, requested: number | 'none' | undefined): number | undefined {
  if (requested === undefined) return limit
  return requested === 'none' ? undefined : requested
}

function changedAlarm(
  limit: number | undefined,
  requested: number | 'none' | 'default' | undefined,
): number | undefined {
  if (requested === undefined) return limit
  if (requested === 'default') return undefined
  return requested === 'none' ? 0 : requested
}
