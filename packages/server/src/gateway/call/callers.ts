import type { AppGrants, Text } from '@yaoquan/api'
import type { CallingOperator } from '#methods/method'

/** An app as far as the gateway needs to know it. */
export type CallingApp = Readonly<{
  appKey: string
  /** The newest secret. */
  appSecret: string
  /** Epoch milliseconds; when the newest secret was set. */
  secretSetAtMs: number
  /** The secret before it, accepted until `endsAtMs` (epoch milliseconds); without that until it is retired. */
  oldSecret: Readonly<{ text: string; endsAtMs: number | undefined }> | undefined
  isEnabled: boolean
  /** Sellers it acts for, at least one. */
  sellerIds: readonly string[]
  /** Addresses and CIDR ranges; empty: from anywhere. */
  allowedIps: readonly string[]
  grants: AppGrants
  /** How its bodies, signatures and answers are encoded. */
  charset: 'utf-8' | 'gbk'
  /** Language of `sub_msg` and `error_msg`; undefined: Chinese. */
  language: keyof Text | undefined
  /** Whether phones in its answers are masked; undefined: as its preset says. */
  masksPhones: boolean | undefined
  /** Phones shown to it in full, of one seller in an hour, beyond which an alarm is raised; 0: none is; undefined: the default. */
  fullPhonesPerHour: number | undefined
  /** Set for an operator at the console, who calls like an app of one seller with the key `operator:NAME`. */
  operator?: CallingOperator | undefined
  callsPerDay: number | undefined
  callsPerSecond: number | undefined
}>

/** How events name a caller. */
export function actorOf({ appKey, operator }: Pick<CallingApp, 'appKey' | 'operator'>): string {
  return operator === undefined ? `app:${appKey}` : `operator:${operator.name}`
}

export type CallingSession = Readonly<{ appKey: string; sellerId: string; expiresAtMs: number }>

/** Apps and sessions. Asked for every call, so answers come from memory and may be a second old. */
export interface CallerDirectory {
  findApp(appKey: string): Promise<CallingApp | undefined>
  findSession(token: string): Promise<CallingSession | undefined>
}
