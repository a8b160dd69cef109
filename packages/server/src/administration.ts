import { randomBytes } from 'node:crypto'
import type { Chain } from './domain/access/access-store.ts'
import { type NewSession, type OpenedSession, openSession } from './domain/access/open-session.ts'
import { type NewApp, type RegisteredApp, registerApp } from './domain/access/register-app.ts'
import type { RawCoupon } from './domain/coupon/coupon-draft.ts'
import { type ImportOutcome, importCoupons } from './domain/coupon/import-coupons.ts'
import { openStore, type Store } from './store/open-store.ts'

/** What the command line does to a store, beside a running server or without one. */
export interface Administration {
  createChain(chain: Chain): Promise<'created' | 'exists'>
  hasChain(sellerId: string): Promise<boolean>
  createApp(app: NewApp): Promise<RegisteredApp>
  createSession(session: NewSession): Promise<OpenedSession>
  /** @param rows 1..1000; what is told as created is durable when this resolves */
  importCoupons(batch: Readonly<{ sellerId: string; rows: readonly RawCoupon[] }>): Promise<readonly ImportOutcome[]>
  close(): Promise<void>
}

/** @throws OperatorError when the data folder cannot be opened */
export async function openAdministration(
  options: Readonly<{ dataDir: string; masterKey?: string | undefined }>,
): Promise<Administration> {
  const store = await openStore({ dataDir: options.dataDir, masterKey: options.masterKey })
  const access = accessOf(store)
  return {
    createChain: (chain) => access.createChain(chain, Date.now()),
    hasChain: async (sellerId) => (await access.findChain(sellerId)) !== undefined,
    createApp: (app) => registerApp(app, { access, randomBytes, nowMs: Date.now() }),
    createSession: (session) => openSession(session, { access, randomBytes, nowMs: Date.now() }),
    importCoupons: ({ sellerId, rows }) =>
      importCoupons({ issuer: store.couponIssuer, sellerId, rows, nowMs: Date.now() }),
    close: () => store.close(),
  }
}

/** Both sides of the access store as one object. */
export function accessOf(
  store: Pick<Store, 'accessReader' | 'accessWriter'>,
): Store['accessReader'] & Store['accessWriter'] {
  const { accessReader, accessWriter } = store
  return {
    findApp: (appKey) => accessReader.findApp(appKey),
    findSession: (token) => accessReader.findSession(token),
    createChain: (chain, nowMs) => accessWriter.createChain(chain, nowMs),
    findChain: (sellerId) => accessWriter.findChain(sellerId),
    createApp: (app, nowMs) => accessWriter.createApp(app, nowMs),
    createSession: (token, session, nowMs) => accessWriter.createSession(token, session, nowMs),
  }
}
