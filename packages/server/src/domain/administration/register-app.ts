import type { App, AppRegistry, AppSettings, VersionedApp } from '#domain/access/access-store'
import { hexOf } from '#domain/access/session-token'
import { done, load, refused } from '#domain/lifecycle/act'
import { mayTellAgain, type SharedCall, sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { appByKey, appWritten, existingSellers } from '#domain/lifecycle/shared-changes'
import { settingsInEvent } from './settings-in-event.ts'

/** `name` and `sellerIds` must be given; the sellers must exist. Without `grants` the app gets the preset `erp`. */
export type NewApp = Pick<AppSettings, 'name' | 'sellerIds'> &
  Partial<AppSettings> &
  Readonly<{
    /** Generated when left out: 8 digits and 32 hexadecimal digits. */
    appKey?: string | undefined
    appSecret?: string | undefined
  }>

export type RegisteredApp =
  | Readonly<{ kind: 'created'; appKey: string; appSecret: string; isAlreadyDone: boolean }>
  /** The number was used before. The secret is not shown again, because an hour has passed or the app has a newer one. */
  | Readonly<{ kind: 'done-before'; appKey: string }>
  | AppNotRegistered
  /** The number was used for something else. */
  | Readonly<{ kind: 'conflict' }>

type AppNotRegistered = Readonly<{ kind: 'exists' }> | Readonly<{ kind: 'unknown-seller'; sellerId: string }>

type Dependencies = SharedCall &
  Readonly<{ apps: Pick<AppRegistry, 'findAppEntry'>; randomBytes: (size: number) => Uint8Array }>

/**
 * Registers an app. The store keeps the secret encrypted. The answer shows it, as does a repetition within an hour.
 * @param shownTo the operator who gets the secret; undefined for the command line
 */
export async function registerApp(
  input: NewApp,
  { acts, request, apps, randomBytes }: Dependencies,
  shownTo?: string,
): Promise<RegisteredApp> {
  const { appKey = randomAppKey(randomBytes), appSecret = newAppSecret(randomBytes), ...settings } = input
  const secrets = { appKey, appSecret, secretSetAtMs: request.nowMs, oldSecret: undefined }
  const app = { ...defaultSettings, ...settings, ...secrets }
  const written = await acts.runAct(request, createApp, { app, shownTo })
  if (written.kind === 'conflict') return written
  if (written.kind === 'refused') return written.refusal
  const { answer, isAlreadyDone } = written
  if (!isAlreadyDone) return { kind: 'created', appKey, appSecret, isAlreadyDone }
  const stored = (await apps.findAppEntry(answer.appKey))?.app
  if (!mayTellAgain(request, written) || stored?.secretSetAtMs !== answer.secretSetAtMs) {
    return { kind: 'done-before', appKey: answer.appKey }
  }
  return { kind: 'created', appKey: answer.appKey, appSecret: stored.appSecret, isAlreadyDone }
}

type Creating = Readonly<{ app: App; shownTo: string | undefined }>

type Found = Readonly<{ existing: VersionedApp | undefined; sellers: ReadonlySet<string> }>

/** Registers an app with its key and secret. */
export const createApp = sharedAct<Creating, Found, Pick<App, 'appKey' | 'secretSetAtMs'>, AppNotRegistered>({
  sellers: ({ app }) => sellersOf(...app.sellerIds),
  reads: ({ app }) => load({ existing: appByKey(app.appKey), sellers: existingSellers(app.sellerIds) }),
  decide({ input: { app, shownTo }, found }) {
    const { appKey, secretSetAtMs } = app
    const unknown = app.sellerIds.find((sellerId) => !found.sellers.has(sellerId))
    if (unknown !== undefined) return refused({ kind: 'unknown-seller', sellerId: unknown })
    if (found.existing !== undefined) return refused({ kind: 'exists' })
    const told = { act: 'created', ...settingsInEvent(app) }
    return done({ appKey, secretSetAtMs }, [appWritten({ from: undefined, to: app, told, shownTo })])
  },
})

/** 32 hexadecimal digits. */
export function newAppSecret(randomBytes: (size: number) => Uint8Array): string {
  return hexOf(randomBytes(16))
}

function randomAppKey(randomBytes: (size: number) => Uint8Array): string {
  const number = new DataView(randomBytes(4).slice().buffer).getUint32(0)
  return String(10_000_000 + (number % 90_000_000))
}

/** The settings of a new app, unless others are given. */
export const defaultSettings: Omit<AppSettings, 'name' | 'sellerIds'> = {
  isEnabled: true,
  allowedIps: [],
  redirectUris: [],
  grants: { preset: 'erp', allowed: [], denied: [] },
  charset: 'utf-8',
  language: undefined,
  masksPhones: undefined,
  fullPhonesPerHour: undefined,
  callsPerDay: undefined,
  callsPerSecond: undefined,
}
