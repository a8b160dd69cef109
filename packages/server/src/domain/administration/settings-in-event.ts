import type { AppSettings } from '#domain/access/access-store'

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
export type GrantsChange = Readonly<{
  preset?: string | undefined
  /** Names to allow; they are also removed from the denied ones. */
  allow: readonly string[]
  /** Names to deny; they are also removed from the allowed ones. */
  deny: readonly string[]
}>

/** What a new app was given, by wire names; lists that are empty are left out. */
export function settingsInEvent({ name, grants, allowedIps, callsPerDay, callsPerSecond, ...settings }: AppSettings) {
  const { redirectUris, charset, language, masksPhones, fullPhonesPerHour } = settings
  return {
    name,
    preset: grants.preset,
    allowed: unlessEmpty(grants.allowed),
    denied: unlessEmpty(grants.denied),
    allowed_ips: unlessEmpty(allowedIps),
    redirect_uris: unlessEmpty(redirectUris),
    charset: charset === 'utf-8' ? undefined : charset,
    language,
    masks_phones: masksPhones,
    full_phones_per_hour: fullPhonesPerHour,
    calls_per_day: callsPerDay,
    calls_per_second: callsPerSecond,
  }
}

/** What a change sets, by wire names. No seller is named, because the event goes to several sellers. */
export function changeInEvent({ grants, ...change }: SettingsChange) {
  return {
    name: change.name,
    enabled: change.isEnabled,
    preset: grants?.preset,
    allowed: unlessEmpty(grants?.allow),
    denied: unlessEmpty(grants?.deny),
    allowed_ips: change.allowedIps,
    redirect_uris: change.redirectUris,
    charset: change.charset,
    language: change.language,
    masks_phones: change.masksPhones,
    full_phones_per_hour: change.fullPhonesPerHour,
    calls_per_day: change.callsPerDay,
    calls_per_second: change.callsPerSecond,
  }
}

function unlessEmpty(list: readonly string[] | undefined): readonly string[] | undefined {
  return list?.length === 0 ? undefined : list
}
