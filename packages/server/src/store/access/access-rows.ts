import type { App, Session } from '../../domain/access/access-store.ts'
import type { Sealer } from '../keys/sealer.ts'
import type { SqlRow, SqlValue } from '../sql/sql-engine.ts'

/** An app as it lies in the store. */
export type AppRows = Readonly<{ appKey: string; app: SqlRow; chains: readonly SqlRow[] }>

/** An app out of a row of `findApp` and the rows of `findChainsOfApp`. */
export function appOfRows({ appKey, app, chains }: AppRows, sealer: Sealer): App {
  const [secret, name, isEnabled, allowedIps, allowedMethods, callsPerDay, callsPerSecond] = app
  if (!(secret instanceof Uint8Array)) throw new Error('an app row without a secret')
  return {
    appKey,
    appSecret: sealer.open(secret, secretContext(appKey)),
    name: String(name),
    isEnabled: isEnabled === 1,
    sellerIds: chains
      .toSorted((left, right) => Number(left[1]) - Number(right[1]))
      .map(([sellerId]) => String(sellerId)),
    allowedIps: textList(allowedIps),
    allowedMethods: textList(allowedMethods),
    callsPerDay: limitOf(callsPerDay),
    callsPerSecond: limitOf(callsPerSecond),
  }
}

/** Values for `insertApp`. */
export function valuesOfApp(app: App, sealer: Sealer, nowMs: number): readonly SqlValue[] {
  return [
    app.appKey,
    sealer.seal(app.appSecret, secretContext(app.appKey)),
    app.name,
    app.isEnabled ? 1 : 0,
    JSON.stringify(app.allowedIps),
    JSON.stringify(app.allowedMethods),
    app.callsPerDay ?? null,
    app.callsPerSecond ?? null,
    nowMs,
  ]
}

/** A session out of a row of `findSession`. */
export function sessionOfRow([appKey, sellerId, expiresAtMs]: SqlRow): Session {
  return { appKey: String(appKey), sellerId: String(sellerId), expiresAtMs: Number(expiresAtMs) }
}

/** A sealed secret opens only in the row of its own app. */
function secretContext(appKey: string): Uint8Array {
  return Buffer.from(`app\0${appKey}`, 'utf8')
}

function textList(value: SqlValue | undefined): readonly string[] {
  const list: unknown = JSON.parse(String(value))
  if (!Array.isArray(list)) throw new Error('a list column that holds no list')
  return list.map(String)
}

function limitOf(value: SqlValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}
