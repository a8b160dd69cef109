import type { AccessWriter } from './access-store.ts'

export type NewApp = Readonly<{
  name: string
  /** Chains it acts for, at least one; they must exist. */
  sellerIds: readonly string[]
  /** Made up when left out: 8 digits and 32 hexadecimal digits. */
  appKey?: string | undefined
  appSecret?: string | undefined
  allowedIps: readonly string[]
  allowedMethods: readonly string[]
  callsPerDay?: number | undefined
  callsPerSecond?: number | undefined
}>

export type RegisteredApp =
  | Readonly<{ kind: 'created'; appKey: string; appSecret: string }>
  | Readonly<{ kind: 'exists' }>
  | Readonly<{ kind: 'unknown-chain'; sellerId: string }>

type Parts = Readonly<{ access: AccessWriter; randomBytes: (size: number) => Uint8Array; nowMs: number }>

/** Registers an app. The secret is given back this once; the store keeps it encrypted. */
export async function registerApp(app: NewApp, { access, randomBytes, nowMs }: Parts): Promise<RegisteredApp> {
  for (const sellerId of app.sellerIds) {
    if (!(await access.findChain(sellerId))) return { kind: 'unknown-chain', sellerId }
  }
  const appKey = app.appKey ?? randomAppKey(randomBytes)
  const appSecret = app.appSecret ?? hex(randomBytes(16))
  const created = await access.createApp(
    {
      appKey,
      appSecret,
      name: app.name,
      isEnabled: true,
      sellerIds: app.sellerIds,
      allowedIps: app.allowedIps,
      allowedMethods: app.allowedMethods,
      callsPerDay: app.callsPerDay,
      callsPerSecond: app.callsPerSecond,
    },
    nowMs,
  )
  return created === 'exists' ? { kind: 'exists' } : { kind: 'created', appKey, appSecret }
}

function randomAppKey(randomBytes: (size: number) => Uint8Array): string {
  const number = new DataView(randomBytes(4).slice().buffer).getUint32(0)
  return String(10_000_000 + (number % 90_000_000))
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
