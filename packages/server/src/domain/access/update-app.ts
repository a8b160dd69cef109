import type { AccessWriter, App, AppChange, AppRegistry, AppSettings } from './access-store.ts'

/** Changes of an app's settings; absent members are unchanged. */
export type SettingsChange = Readonly<
  Partial<Omit<AppSettings, ReplacedMember>> & {
    grants?: GrantsChange
    /** `none` removes the limit. */
    callsPerDay?: number | 'none'
    callsPerSecond?: number | 'none'
    /** `as-preset` forgets what the operator set. */
    masksPhones?: boolean | 'as-preset'
    /** `none` switches the alarm off. */
    fullPhonesPerHour?: number | 'none' | 'default'
  }
>

type ReplacedMember = 'grants' | 'callsPerDay' | 'callsPerSecond' | 'masksPhones' | 'fullPhonesPerHour'

/** A new preset resets the names that were allowed and denied beside the one before. */
type GrantsChange = Readonly<{
  preset?: string | undefined
  /** Also removed from the denied names. */
  allow: readonly string[]
  /** Also removed from the allowed names. */
  deny: readonly string[]
}>

export type UpdatedApp =
  | Readonly<{ kind: 'changed'; app: App }>
  | Readonly<{ kind: 'unknown-app' }>
  | Readonly<{ kind: 'unknown-seller'; sellerId: string }>

/** Changes settings of an app. */
export async function updateApp(
  { appKey, change }: Readonly<{ appKey: string; change: SettingsChange }>,
  { apps, access }: Readonly<{ apps: AppRegistry; access: Pick<AccessWriter, 'findSeller'> }>,
): Promise<UpdatedApp> {
  for (const sellerId of change.sellerIds ?? []) {
    if (!(await access.findSeller(sellerId))) return { kind: 'unknown-seller', sellerId }
  }
  return apps.changeApp(appKey, (app): AppChange<never> => ({ kind: 'changed', app: withChange(app, change) }))
}

/** An app after a change of its settings. */
export function withChange(app: App, change: SettingsChange): App {
  const { grants, callsPerDay, callsPerSecond, masksPhones, fullPhonesPerHour, ...settings } = change
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

function changedLimit(limit: number | undefined, change: number | 'none' | undefined): number | undefined {
  if (change === undefined) return limit
  return change === 'none' ? undefined : change
}

function changedAlarm(limit: number | undefined, change: number | 'none' | 'default' | undefined): number | undefined {
  if (change === undefined) return limit
  if (change === 'default') return undefined
  return change === 'none' ? 0 : change
}
