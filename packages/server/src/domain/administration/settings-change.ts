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
