import { bytesOf, listOf, numberOf } from '#database/record'
import type { BoundStatement, SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select, type Written } from '#database/table'
import type { App, VersionedApp } from '#domain/access/access-store'
import { type Cipher, resealed } from '#encryption/cipher'

export const appTable = defineTable({
  name: 'app',
  key: ['app_key'],
  columns: [
    'app_key',
    'app_name',
    'is_enabled',
    'secret_sealed',
    'secret_set_at_ms',
    'old_secret_sealed',
    'old_secret_ends_at_ms',
    'old_secret_used_at_ms',
    'allowed_ips',
    'redirect_uris',
    'preset',
    'allowed_methods',
    'denied_methods',
    'wire_charset',
    'text_language',
    'masks_phones',
    'full_phones_per_hour',
    'calls_per_day',
    'calls_per_second',
    'created_at_ms',
    'version',
  ],
})

/** The sellers of each app, in the order of `list_place`. */
export const appSellerTable = defineTable({
  name: 'app_seller',
  key: ['app_key', 'seller_id'],
  columns: ['app_key', 'seller_id', 'list_place'],
})

const { text: columns, at } = select(appTable.columns)
const changed = assign(appTable.columns)

const insertion = insertInto(appTable)

export function insertApp(stored: StoredApp, cipher: Cipher): BoundStatement {
  return insertion(appCells(stored, cipher))
}

export const findApp = sql`SELECT ${columns} FROM app WHERE app_key = ${p.text('appKey')}`

/** All apps; there are few. */
export const listApps = sql`SELECT ${columns} FROM app ORDER BY app_key`

/** Changes an app that still has the version before. */
export const updateApp = taking(
  sql`UPDATE app SET ${changed} WHERE app_key = ${p.text('appKey')} AND version = ${p.number('fromVersion')}`,
  (stored: StoredApp, cipher: Cipher) => {
    return { ...appCells(stored, cipher), appKey: stored.app.appKey, fromVersion: stored.version - 1 }
  },
)

/** Leaves the version: no setting changes. */
export const recordOldSecretUse = sql`UPDATE app SET old_secret_used_at_ms = ${p.number('usedAtMs')}
  WHERE app_key = ${p.text('appKey')} AND secret_set_at_ms = ${p.number('secretSetAtMs')} AND COALESCE(old_secret_used_at_ms, 0) < ${p.number('usedAtMs')}`

export const insertAppSeller = insertInto(appSellerTable)

const appSeller = select(appSellerTable.columns)

/** At most as many rows as an app may have sellers. */
export const findSellersOfApp = sql`SELECT ${appSeller.text} FROM app_seller WHERE app_key = ${p.text('appKey')}`

/** The rows of the sellers of an app, each once, in their order. */
export function encodeSellersOfApp({ appKey, sellerIds }: Pick<App, 'appKey' | 'sellerIds'>) {
  return [...new Set(sellerIds)].map((sellerId, place) =>
    insertAppSeller.encode({ app_key: appKey, seller_id: sellerId, list_place: place }),
  )
}

export const deleteSellersOfApp = sql`DELETE FROM app_seller WHERE app_key = ${p.text('appKey')}`

/** An app as it is stored. */
export type StoredApp = VersionedApp

/** The key of an app, of a row of `findApp` or `listApps`. */
export function appKeyOfRow(row: SqlRow): string {
  return String(row[at.app_key])
}

/**
 * Decodes a row of `findApp` or `listApps`.
 * @param sellers rows of `findSellersOfApp`
 */
export function appOfRow(row: SqlRow, sellers: readonly SqlRow[], cipher: Pick<Cipher, 'open'>): StoredApp {
  const appKey = String(row[at.app_key])
  const open = (sealed: SqlValue | undefined) => openSecret(bytesOf(sealed), { appKey, cipher })
  const appSecret = open(row[at.secret_sealed])
  if (appSecret === undefined) throw new Error('an app row without a secret')
  const oldText = open(row[at.old_secret_sealed])
  const app: App = {
    appKey,
    appSecret,
    secretSetAtMs: Number(row[at.secret_set_at_ms]),
    oldSecret:
      oldText === undefined
        ? undefined
        : {
            text: oldText,
            endsAtMs: numberOf(row[at.old_secret_ends_at_ms]),
            lastUsedAtMs: numberOf(row[at.old_secret_used_at_ms]),
          },
    name: String(row[at.app_name]),
    isEnabled: row[at.is_enabled] === 1,
    sellerIds: sellerIdsOf(sellers),
    allowedIps: listOf(row[at.allowed_ips]),
    redirectUris: listOf(row[at.redirect_uris]),
    grants: {
      preset: String(row[at.preset]),
      allowed: listOf(row[at.allowed_methods]),
      denied: listOf(row[at.denied_methods]),
    },
    charset: row[at.wire_charset] === 'gbk' ? 'gbk' : 'utf-8',
    language: languageOf(row[at.text_language]),
    masksPhones: flagOf(row[at.masks_phones]),
    fullPhonesPerHour: numberOf(row[at.full_phones_per_hour]),
    callsPerDay: numberOf(row[at.calls_per_day]),
    callsPerSecond: numberOf(row[at.calls_per_second]),
  }
  return { app, createdAtMs: Number(row[at.created_at_ms]), version: Number(row[at.version]) }
}

/** Seller ids in the order in which the operator gave them. */
function sellerIdsOf(rows: readonly SqlRow[]): readonly string[] {
  return rows
    .map(appSeller.named)
    .toSorted((left, right) => Number(left.list_place) - Number(right.list_place))
    .map((row) => String(row.seller_id))
}

/** The cells of all columns. */
function appCells(
  { app, createdAtMs, version }: StoredApp,
  cipher: Cipher,
): Written<(typeof appTable.columns)[number]> {
  const { appKey, oldSecret, grants } = app
  const seal = (secret: string) => cipher.seal(secret, secretContext(appKey))
  return {
    app_key: appKey,
    app_name: app.name,
    is_enabled: app.isEnabled ? 1 : 0,
    secret_sealed: seal(app.appSecret),
    secret_set_at_ms: app.secretSetAtMs,
    old_secret_sealed: oldSecret && seal(oldSecret.text),
    old_secret_ends_at_ms: oldSecret?.endsAtMs,
    old_secret_used_at_ms: oldSecret?.lastUsedAtMs,
    allowed_ips: JSON.stringify(app.allowedIps),
    redirect_uris: JSON.stringify(app.redirectUris),
    preset: grants.preset,
    allowed_methods: JSON.stringify(grants.allowed),
    denied_methods: JSON.stringify(grants.denied),
    wire_charset: app.charset,
    text_language: app.language,
    masks_phones: app.masksPhones === undefined ? undefined : Number(app.masksPhones),
    full_phones_per_hour: app.fullPhonesPerHour,
    calls_per_day: app.callsPerDay,
    calls_per_second: app.callsPerSecond,
    created_at_ms: createdAtMs,
    version,
  }
}

/** A sealed secret opens only in the row of its own app. */
function secretContext(appKey: string): Uint8Array {
  return Buffer.from(`app\0${appKey}`, 'utf8')
}

function openSecret(
  sealed: Uint8Array | undefined,
  { appKey, cipher }: Readonly<{ appKey: string; cipher: Pick<Cipher, 'open'> }>,
): string | undefined {
  return sealed && cipher.open(sealed, secretContext(appKey))
}

function languageOf(cell: SqlValue | undefined): App['language'] {
  return cell === 'zh' || cell === 'en' ? cell : undefined
}

function flagOf(cell: SqlValue | undefined): boolean | undefined {
  const number = numberOf(cell)
  return number === undefined ? undefined : number === 1
}

const secrets = select(['app_key', 'secret_sealed', 'old_secret_sealed'])

/** The sealed secrets of all apps. */
export const listAppSecrets = sql`SELECT ${secrets.text} FROM app`

const setSecrets = sql`UPDATE app SET secret_sealed = ${p.cell('secret')}, old_secret_sealed = ${p.cell('oldSecret')}
  WHERE app_key = ${p.cell('appKey')}`

/** Seals the secrets of an app anew; one that was altered stays as it is. @param row of `listAppSecrets` */
export function resealAppSecrets(row: SqlRow, from: Pick<Cipher, 'open'>, to: Cipher): BoundStatement {
  const { app_key: appKey, secret_sealed: secret, old_secret_sealed: oldSecret } = secrets.named(row)
  const context = secretContext(String(appKey))
  const anew = (cell: SqlValue) => (cell instanceof Uint8Array ? (resealed(cell, context, { from, to }) ?? cell) : cell)
  return setSecrets({ secret: anew(secret), oldSecret: anew(oldSecret), appKey })
}
