import { LostRaceError } from '#database/database-errors'
import type { UnitOfWork } from '#database/unit-of-work'
import type { App, AppWrite, SessionWrite } from '#domain/access/access-store'
import { momentText } from '#domain/dates'
import type { NewSeller, SellerPlacement } from '#domain/lifecycle/shared-changes'
import { policyMembers, policyText } from '#domain/policy/seller-policy'
import { changeSealed } from '#store/keys/sealed-sets'
import {
  changeSealedApp,
  oauthGrantSet,
  policySet,
  secretReaderSet,
  sellerSet,
  sessionSet,
} from '#store/keys/sealed-tables'
import { deleteSellersOfApp, encodeSellersOfApp, insertApp, insertAppSeller, updateApp } from '#store/tables/app'
import { findSecretReader, insertSecretReader } from '#store/tables/app-secret-reader'
import {
  deleteSession,
  findSessionsBetween,
  insertSession,
  sessionBounds,
  sessionIdOf,
  tokenDigestOfRow,
  updateSessionEnd,
} from '#store/tables/app-session'
import { setGrantEnd } from '#store/tables/oauth-grant'
import { findSeller, insertSeller, sellerOfRow, setSellerStore } from '#store/tables/seller'
import { insertSellerPolicy } from '#store/tables/seller-policy'
import type { SharedParts } from './shared-parts.ts'

/** Registers sellers, with the rules that they begin with: these have no event of their own. */
export async function applySellers(parts: SharedParts, registered: readonly NewSeller[]): Promise<void> {
  const { unit, keyring, origin, headOf } = parts
  for (const { seller, policy, storeName } of registered) {
    const { sellerId, name } = seller
    const key = { seller_id: sellerId }
    await changeSealed({ transaction: unit, keyring, set: sellerSet, key }, () =>
      unit.run(
        insertSeller({
          ...key,
          seller_name: name,
          created_at_ms: origin.atMs,
          store_name: storeName,
          access_seq: undefined,
        }),
      ),
    )
    const record = { version: 1, policy_text: policyText(policy), set_at_ms: origin.atMs }
    await changeSealed({ transaction: unit, keyring, set: policySet, key }, () =>
      unit.run(insertSellerPolicy({ ...key, ...record })),
    )
    const after = JSON.stringify({ act: 'created', name, policy: policyMembers(policy), store: storeName })
    headOf(sellerId).append([{ kind: 'seller', count: 1, after }])
  }
}

/** Names the store that keeps a seller. */
export async function applyPlacements(
  { unit, keyring, headOf }: SharedParts,
  placements: readonly SellerPlacement[],
): Promise<void> {
  for (const { sellerId, from, to } of placements) {
    const row = await unit.one(findSeller({ sellerId }))
    if (row === undefined || sellerOfRow(row).storeName !== from)
      throw new LostRaceError('the seller is in another store')
    const change = { transaction: unit, keyring, set: sellerSet, key: { seller_id: sellerId } }
    await changeSealed(change, () => unit.run(setSellerStore({ sellerId, storeName: to })))
    const [before, after] = [JSON.stringify({ store: from }), JSON.stringify({ act: 'moved', store: to })]
    headOf(sellerId).append([{ kind: 'seller', count: 1, before, after }])
  }
}

/** Writes apps with their sellers. The version decides between two changes at the same time. */
export async function applyApps(parts: SharedParts, writes: readonly AppWrite[]): Promise<void> {
  for (const write of writes) {
    await recordApp(parts, write)
    await writeApp(parts, write)
    if (write.shownTo !== undefined) await recordReader(parts, write.to.appKey, write.shownTo)
  }
}

/** Each seller learns what concerns it: that the app came or went, or what was set. It learns of no other seller. */
async function recordApp({ headOf }: SharedParts, { from, to, told }: AppWrite): Promise<void> {
  const { appKey } = to
  const before = from?.app.sellerIds ?? to.sellerIds
  for (const sellerId of [...new Set([...before, ...to.sellerIds])].toSorted()) {
    const came = !before.includes(sellerId) && { act: 'seller_added' }
    const went = !to.sellerIds.includes(sellerId) && { act: 'seller_removed' }
    const after = JSON.stringify({ app_key: appKey, ...(came || went || told) })
    headOf(sellerId).append([{ kind: 'app', count: 1, after }])
  }
}

async function writeApp({ unit, keyring, origin }: SharedParts, { from, to }: AppWrite): Promise<void> {
  const { appKey } = to
  await changeSealedApp({ transaction: unit, keyring, appKey }, async ({ secrets }) => {
    if (from === undefined) {
      await unit.run(insertApp({ app: to, createdAtMs: origin.atMs, version: 1 }, secrets))
      await insertSellers(unit, to)
      return
    }
    const { createdAtMs, version } = from
    const updated = updateApp({ app: to, createdAtMs, version: version + 1 }, secrets)
    await unit.updateOne(updated, 'another change of the app came first')
    if (isSameList(from.app.sellerIds, to.sellerIds)) return
    await unit.run(deleteSellersOfApp({ appKey }))
    await insertSellers(unit, to)
  })
}

async function insertSellers(unit: UnitOfWork, app: App): Promise<void> {
  unit.insert(insertAppSeller, encodeSellersOfApp(app))
  await unit.flush()
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((value, place) => value === right[place])
}

async function recordReader({ unit, keyring, origin }: SharedParts, appKey: string, name: string): Promise<void> {
  const key = { app_key: appKey, operator_name: name }
  await changeSealed({ transaction: unit, keyring, set: secretReaderSet, key }, async () => {
    if ((await unit.one(findSecretReader({ appKey, operatorName: name }))) !== undefined) return
    await unit.run(insertSecretReader({ ...key, read_at_ms: origin.atMs }))
  })
}

/** Opens, extends and ends sessions. */
export async function applySessions(parts: SharedParts, writes: readonly SessionWrite[]): Promise<void> {
  for (const write of writes) {
    switch (write.kind) {
      case 'opened':
        await openSession(parts, write)
        break
      case 'extended':
        await extendSession(parts, write)
        break
      case 'revoked':
        await endSession(parts, write.session.sessionId)
        await recordSession(parts, write.session, { act: 'session_revoked' })
    }
  }
}

async function openSession(parts: SharedParts, write: Extract<SessionWrite, { kind: 'opened' }>): Promise<void> {
  const { unit, keyring } = parts
  const { token, session, createdAtMs, replaces } = write
  const { appKey, sellerId, expiresAtMs } = session
  if (replaces !== undefined) await endSession(parts, replaces.sessionId)
  const digest = keyring.current.tokens(token)
  const record = { app_key: appKey, seller_id: sellerId, expires_at_ms: expiresAtMs, created_at_ms: createdAtMs }
  const key = { token_digest: digest }
  await changeSealed({ transaction: unit, keyring, set: sessionSet, key }, () =>
    unit.run(insertSession({ ...key, ...record })),
  )
  const act = replaces === undefined ? 'session_created' : 'session_replaced'
  const old = replaces && { replaced: replaces.sessionId }
  const entry = { ...session, sessionId: sessionIdOf(digest), createdAtMs }
  await recordSession(parts, entry, { act, expires_at: momentText(expiresAtMs), ...old })
}

/** A session of OAuth is also a row of its consent, which ends it. */
async function extendSession(
  parts: SharedParts,
  { session, expiresAtMs }: Extract<SessionWrite, { kind: 'extended' }>,
): Promise<void> {
  const { unit, keyring } = parts
  const tokenDigest = await digestOf(parts, session.sessionId)
  const ofConsent = { transaction: unit, keyring, set: oauthGrantSet, key: { grant_digest: tokenDigest } }
  await changeSealed(ofConsent, () => unit.run(setGrantEnd({ expiresAtMs, grantDigest: tokenDigest })))
  const change = { transaction: unit, keyring, set: sessionSet, key: { token_digest: tokenDigest } }
  await changeSealed(change, () => unit.run(updateSessionEnd({ expiresAtMs, tokenDigest })))
  await recordSession(parts, session, { act: 'session_extended', expires_at: momentText(expiresAtMs) })
}

async function endSession(parts: SharedParts, sessionId: string): Promise<void> {
  const { unit, keyring } = parts
  const tokenDigest = await digestOf(parts, sessionId)
  const change = { transaction: unit, keyring, set: sessionSet, key: { token_digest: tokenDigest } }
  await changeSealed(change, () => unit.run(deleteSession({ tokenDigest })))
}

/** @throws LostRaceError when the session ended meanwhile: an app's own, by OAuth, end without the lock of the seller */
async function digestOf({ unit }: SharedParts, sessionId: string): Promise<Uint8Array> {
  const bounds = sessionBounds(sessionId)
  const [row] = bounds === undefined ? [] : await unit.all(findSessionsBetween(bounds))
  if (row === undefined) throw new LostRaceError('the session ended meanwhile')
  return tokenDigestOfRow(row)
}

type ToldOfSession = Readonly<{ act: string; expires_at?: string; replaced?: string }>

async function recordSession(
  { headOf }: SharedParts,
  { appKey, sellerId, sessionId }: Readonly<{ appKey: string; sellerId: string; sessionId: string }>,
  { act, ...told }: ToldOfSession,
): Promise<void> {
  const after = JSON.stringify({ app_key: appKey, act, session_id: sessionId, ...told })
  headOf(sellerId).append([{ kind: 'app', count: 1, after }])
}
