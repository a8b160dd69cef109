import { cellText } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import type { LoadRead } from '#domain/lifecycle/act'
import { readBoundary } from '#store/events/retention-boundary'
import { findByToken } from '#store/keys/keyring'
import { appOfRow, findApp, findSellersOfApp } from '#store/tables/app'
import {
  findSessions,
  findSessionsBetween,
  listSessionsOfApp,
  sessionBounds,
  sessionEntryOfRow,
} from '#store/tables/app-session'
import { findGrantsOfApp, oauthGrantOfRow } from '#store/tables/oauth-grant'
import { findOperator, operatorOfRow } from '#store/tables/operator'
import { findRolesOfOperator } from '#store/tables/operator-role'
import { findSellers, sellerOfRow } from '#store/tables/seller'
import { findWebhooks, webhooksOfRows } from '#store/tables/webhook'
import type { SharedParts } from './shared-parts.ts'
import { loadWith, type ReadLoaders } from './writer-parts.ts'

type SharedReads = ReadLoaders<
  | 'app'
  | 'sellers'
  | 'session'
  | 'sessionOfToken'
  | 'sessionsOfApp'
  | 'consents'
  | 'operator'
  | 'webhooks'
  | 'eventsRemoved'
  | 'newestEvent',
  Omit<SharedParts, 'origin'>
>

/** Loads what acts must see of apps, sessions, operators, sellers and webhooks. Secrets are opened here. */
export const sharedLoaders: SharedReads = {
  async app({ unit, keyring }, appKey) {
    const row = await unit.one(findApp({ appKey }))
    return row && appOfRow(row, await unit.all(findSellersOfApp({ appKey })), keyring.secrets)
  },
  async sellers({ unit }, sellerIds) {
    if (sellerIds.length === 0) return new Set()
    const rows = await unit.all(findSellers({ sellerIds }))
    return new Set(rows.map((row) => sellerOfRow(row).sellerId))
  },
  async session({ unit }, sessionId) {
    const bounds = sessionBounds(sessionId)
    if (bounds === undefined) return undefined
    const [row, ...others] = await unit.all(findSessionsBetween(bounds))
    if (others.length > 0) throw new Error('two sessions of one id')
    return entryOf(row)
  },
  async sessionOfToken({ unit, keyring }, token) {
    return entryOf(await findByToken(unit, findSessions, { keyring, token }))
  },
  sessionsOfApp: async ({ unit }, appKey) => (await unit.all(listSessionsOfApp({ appKey }))).map(sessionEntryOfRow),
  async consents({ unit }, { appKey, sellerId }) {
    const grants = (await unit.all(findGrantsOfApp({ appKey, sellerId }))).map(oauthGrantOfRow)
    const names = new Map(grants.map(({ codeDigest, operatorName }) => [cellText(codeDigest), operatorName]))
    return [...names.values()]
  },
  async operator({ unit, keyring }, name) {
    const row = await unit.one(findOperator({ operatorName: name }))
    return row && operatorOfRow(row, await unit.all(findRolesOfOperator({ operatorName: name })), keyring.secrets)
  },
  webhooks: async ({ unit }, sellerId) => webhooksOfRows(await unit.all(findWebhooks({ sellerId }))),
  async eventsRemoved({ unit }, sellerId) {
    const boundary = await readBoundary(unit, sellerId)
    return boundary && { removedThroughSeq: boundary.seq }
  },
  newestEvent: async ({ headOf }, sellerId) => headOf(sellerId).newestSeq,
}

/** Loads a read of an act on what sellers share. */
export function sharedReader(parts: Omit<SharedParts, 'origin'>): LoadRead {
  return loadWith<Omit<SharedParts, 'origin'>>(sharedLoaders, parts)
}

function entryOf(row: SqlRow | undefined) {
  return row && sessionEntryOfRow(row)
}
