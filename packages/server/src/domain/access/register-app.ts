import { hexOf } from '#domain/hex'
import type { AccessWriter, AppSettings } from './access-store.ts'

/** `name` and `sellerIds` must be given; the sellers must exist. Without `grants` the app gets the preset `erp`. */
export type NewApp = Pick<AppSettings, 'name' | 'sellerIds'> &
  Partial<AppSettings> &
  Readonly<{
    /** Generated when left out: 8 digits and 32 hexadecimal digits. */
    appKey?: string | undefined
    appSecret?: string | undefined
  }>

export type RegisteredApp =
  | Readonly<{ kind: 'created'; appKey: string; appSecret: string }>
  | Readonly<{ kind: 'exists' }>
  | Readonly<{ kind: 'unknown-seller'; sellerId: string }>

type Dependencies = Readonly<{ access: AccessWriter; randomBytes: (size: number) => Uint8Array; nowMs: number }>

/** Registers an app. The secret is returned only here; the store has it encrypted. */
export async function registerApp(app: NewApp, { access, randomBytes, nowMs }: Dependencies): Promise<RegisteredApp> {
  const { appKey: givenKey, appSecret: givenSecret, ...settings } = app
  for (const sellerId of app.sellerIds) {
    if (!(await access.findSeller(sellerId))) return { kind: 'unknown-seller', sellerId }
  }
  const appKey = givenKey ?? randomAppKey(randomBytes)
  const appSecret = givenSecret ?? newAppSecret(randomBytes)
  const secrets = { appKey, appSecret, secretSetAtMs: nowMs, oldSecret: undefined }
  const created = await access.createApp({ ...defaultSettings, ...settings, ...secrets }, nowMs)
  return created === 'exists' ? { kind: 'exists' } : { kind: 'created', appKey, appSecret }
}

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
  masksPhones: undefined,
  fullPhonesPerHour: undefined,
  callsPerDay: undefined,
  callsPerSecond: undefined,
}
