import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { App, OldSecret, Session } from '#domain/access/access-store'
import type { Cipher } from '#encryption/cipher'
import { appColumns } from './app-statements.ts'

/** An app as it lies in the store. */
export type AppRows = Readonly<{ appKey: string; app: SqlRow; chains: readonly SqlRow[] }>

/** An app out of a row of `findApp` and the rows of `findSellersOfApp`. */
export function appOfRows({ appKey, app, chains }: AppRows, cipher: Cipher): App {
  const column = columnsOf(app)
  const open = (name: SecretColumn) => openSecret(column(name), { appKey, cipher })
  const appSecret = open('secret_sealed')
  if (appSecret === undefined) throw new Error('an app row without a secret')
  const oldText = open('old_secret_sealed')
  return {
    appKey,
    appSecret,
    secretSetAtMs: Number(column('secret_set_at_ms')),
    oldSecret: oldText === undefined ? undefined : { text: oldText, ...usageOfOldSecret(column) },
    name: String(column('app_name')),
    isEnabled: column('is_enabled') === 1,
    sellerIds: chains
      .toSorted((left, right) => Number(left[1]) - Number(right[1]))
      .map(([sellerId]) => String(sellerId)),
    allowedIps: textList(column('allowed_ips')),
    grants: {
      preset: String(column('preset')),
      allowed: textList(column('allowed_methods')),
      denied: textList(column('denied_methods') ?? '[]'),
    },
    charset: column('wire_charset') === 'gbk' ? 'gbk' : 'utf-8',
    masksPhones: column('masks_phones') === 1,
    callsPerDay: numberOf(column('calls_per_day')),
    callsPerSecond: numberOf(column('calls_per_second')),
  }
}

/** Reads the cells of a row of `appColumns` by their names. */
export function columnsOf(row: SqlRow): (name: AppColumn) => SqlValue {
  return (name) => row[appColumns.indexOf(name)] ?? null
}

type AppColumn = (typeof appColumns)[number]
type SecretColumn = 'secret_sealed' | 'old_secret_sealed'

function usageOfOldSecret(column: (name: AppColumn) => SqlValue): Omit<OldSecret, 'text'> {
  return {
    endsAtMs: numberOf(column('old_secret_ends_at_ms')),
    lastUsedAtMs: numberOf(column('old_secret_used_at_ms')),
  }
}

/** Values of `appColumns`, for a row that is made or replaced. */
export function valuesOfApp(
  app: App,
  cipher: Cipher,
  { createdAtMs, version }: Readonly<{ createdAtMs: number; version: number }>,
): readonly SqlValue[] {
  const { appKey, oldSecret, grants } = app
  const values: Readonly<Record<AppColumn, SqlValue>> = {
    secret_sealed: cipher.seal(app.appSecret, secretContext(appKey)),
    app_name: app.name,
    is_enabled: app.isEnabled ? 1 : 0,
    allowed_ips: JSON.stringify(app.allowedIps),
    allowed_methods: JSON.stringify(grants.allowed),
    calls_per_day: app.callsPerDay ?? null,
    calls_per_second: app.callsPerSecond ?? null,
    created_at_ms: createdAtMs,
    preset: grants.preset,
    denied_methods: JSON.stringify(grants.denied),
    wire_charset: app.charset,
    masks_phones: app.masksPhones ? 1 : 0,
    secret_set_at_ms: app.secretSetAtMs,
    old_secret_sealed: oldSecret === undefined ? null : cipher.seal(oldSecret.text, secretContext(appKey)),
    old_secret_ends_at_ms: oldSecret?.endsAtMs ?? null,
    old_secret_used_at_ms: oldSecret?.lastUsedAtMs ?? null,
    version,
  }
  return appColumns.map((name) => values[name])
}

/** A session out of a row of `findSession`. */
export function sessionOfRow([appKey, sellerId, expiresAtMs]: SqlRow): Session {
  return { appKey: String(appKey), sellerId: String(sellerId), expiresAtMs: Number(expiresAtMs) }
}

/** A sealed secret opens only in the row of its own app. */
function secretContext(appKey: string): Uint8Array {
  return Buffer.from(`app\0${appKey}`, 'utf8')
}

function textList(value: SqlValue): readonly string[] {
  const list: unknown = JSON.parse(String(value))
  if (!Array.isArray(list)) throw new Error('a list column that holds no list')
  return list.map(String)
}

function openSecret(
  sealed: SqlValue,
  { appKey, cipher }: Readonly<{ appKey: string; cipher: Cipher }>,
): string | undefined {
  return sealed instanceof Uint8Array ? cipher.open(sealed, secretContext(appKey)) : undefined
}

function numberOf(value: SqlValue): number | undefined {
  return typeof value === 'number' ? value : undefined
}
