import { randomBytes } from 'node:crypto'
import { leadsToPrivateNetwork } from '#background/webhooks/public-lookup'
import type { Seller, SessionEntry } from '#domain/access/access-store'
import { endOldSecretAt, type RotationRefusal, retireOldSecret, rotateSecret } from '#domain/access/exchange-secret'
import { type NewSession, type OpenedSession, openSession } from '#domain/access/open-session'
import { type NewApp, newAppSecret, type RegisteredApp, registerApp } from '#domain/access/register-app'
import { type AppReport, reportApp, reportApps } from '#domain/access/report-apps'
import { type SettingsChange, type UpdatedApp, updateApp } from '#domain/access/update-app'
import { type RawCoupon, rawCouponOf } from '#domain/coupon/coupon-draft'
import { type ImportOutcome, importCoupons } from '#domain/coupon/import-coupons'
import { fullExportNotice } from '#domain/events/notices'
import { canonicalJson } from '#domain/lifecycle/canonical-json'
import { type ClaimAnswer, claimCoupons } from '#domain/lifecycle/claim-coupons'
import { importMembers, type MemberRowOutcome } from '#domain/lifecycle/import-members'
import type { WriteRequest, Written } from '#domain/lifecycle/lifecycle-store'
import { type ReservedCodes, type ReserveRefusal, reserveCodes } from '#domain/lifecycle/reserve-codes'
import type { MemberRow } from '#domain/members/member-texts'
import {
  createOperator,
  type GivenRole,
  giveRole,
  type ManageDependencies,
  type NewOperator,
  type Origin as OperatorOrigin,
  type Outcome,
  type Refused,
  resetOperator,
  revokeRole,
  type Switched,
  switchOperator,
  type WithPassword,
} from '#domain/people/manage-operators'
import type { OperatorRole } from '#domain/people/operator'
import type { Consent, OperatorEntry } from '#domain/people/people-store'
import { type DayReport, type Reconciling, reconcileDay } from '#domain/reconciliation/reconcile-day'
import type { SearchFilter } from '#domain/search/coupon-search'
import { walkCoupons } from '#domain/search/walk-coupons'
import type { TemplateRefusal } from '#domain/templates/template-store'
import { type RegisteredWebhook, registerWebhook, type WebhookRequest } from '#domain/webhooks/register-webhook'
import { reportWebhooks, type WebhookReport } from '#domain/webhooks/report-webhooks'
import type { EventsRemoved, WebhookKey } from '#domain/webhooks/webhook-store'
import { createPasswordHasher } from '#encryption/password-hasher'
import { openStore, type Store, type StoreOptions } from '#store/open-store'
import { type RebuiltFigures, rebuildFigures } from './rebuild-figures.ts'
import { type SellerRules, sellerRules } from './seller-rules.ts'

/** What the command line does to a store, beside a running server or without one. */
export interface Administration extends SellerRules {
  createSeller(seller: Seller): Promise<'created' | 'exists'>
  hasSeller(sellerId: string): Promise<boolean>
  listSellers(): Promise<readonly (Seller & Readonly<{ createdAtMs: number }>)[]>
  createApp(app: NewApp): Promise<RegisteredApp>
  listApps(): Promise<readonly AppReport[]>
  findApp(appKey: string): Promise<AppReport | undefined>
  /** Running servers apply it within a second, like every change here. */
  updateApp(appKey: string, change: SettingsChange): Promise<UpdatedApp>
  /** Gives an app a new secret, which is returned only here; the present one stays accepted beside it. */
  rotateSecret(appKey: string, asked: Rotation): Promise<RotatedSecret>
  /** @param endsAtMs epoch milliseconds from which the old secret is refused; undefined: immediately */
  retireOldSecret(appKey: string, endsAtMs: number | undefined): Promise<'changed' | 'unknown-app' | 'no-old-secret'>
  createSession(session: NewSession): Promise<OpenedSession>
  /** @param appKey undefined: sessions of all apps */
  listSessions(appKey: string | undefined): Promise<readonly SessionEntry[]>
  refreshSession(sessionId: string, days: number): Promise<SessionEntry | undefined>
  revokeSession(sessionId: string): Promise<'revoked' | 'unknown'>
  /** Creates an operator of the console with a one-time password, which is returned only here. */
  createOperator(operator: NewOperator): Promise<WithPassword<'exists'>>
  listOperators(): Promise<readonly OperatorEntry[]>
  /** Disabling ends all sessions of the operator, and those of apps that the operator allowed. */
  switchOperator(name: string, isEnabled: boolean): Promise<Switched>
  /** The apps that would stop if the operator were disabled; undefined for an unknown operator. */
  listConsents(name: string): Promise<readonly Consent[] | undefined>
  /** Gives a new one-time password, removes the second factor, and ends all sessions of the operator. */
  resetOperator(name: string): Promise<WithPassword<Refused>>
  /** An operator without roles who comes from another chain gets a one-time password, returned only here, and its sessions end. */
  setOperatorRole(name: string, role: OperatorRole): Promise<GivenRole>
  revokeOperatorRole(name: string, sellerId: string): Promise<Outcome>
  /** @param rows 1..1000; coupons reported as created are durable when this resolves */
  importCoupons(batch: Readonly<{ sellerId: string; rows: readonly RawCoupon[] }>): Promise<readonly ImportOutcome[]>
  /**
   * Saves members of a file; running it again changes nothing.
   * @param rows 1..200; they are durable when this resolves
   */
  importMembers(batch: Readonly<{ sellerId: string; rows: readonly MemberRow[] }>): Promise<readonly MemberRowOutcome[]>
  /** Coupons that meet all filters and existed at the start, in order of issue, in blocks of at most 1000. */
  exportCoupons(asked: CouponExport): AsyncGenerator<readonly RawCoupon[], void, undefined>
  /** Records in the seller's events that coupons are exported with full phones. @param filters names of the filters */
  recordFullExport(exported: Readonly<{ sellerId: string; filters: readonly string[] }>): Promise<void>
  /** Stores coupons of a template without a member; the same part of the same number returns the same codes. */
  generateCoupons(part: GeneratedPart): Promise<Written<ClaimAnswer, TemplateRefusal>>
  /** Reserves codes of a template, which members claim later; the same part of the same number returns the same codes. */
  reserveCodes(part: GeneratedPart): Promise<Written<ReservedCodes, ReserveRefusal>>
  /** Without `afterSeq` only future events are sent. */
  addWebhook(webhook: NewWebhookRequest): Promise<RegisteredWebhook>
  listWebhooks(sellerId: string): Promise<readonly WebhookReport[]>
  removeWebhook(webhook: WebhookKey): Promise<'removed' | 'unknown'>
  replayWebhook(webhook: WebhookKey, afterSeq: number): Promise<'replaying' | 'unknown' | EventsRemoved>
  /** Compares a day's orders, redemptions and returns of a seller. Writes nothing. */
  reconcile(asked: Omit<Reconciling, 'reader' | 'nowMs'>): Promise<DayReport>
  /**
   * Counts the figures of a seller anew, beside running servers too.
   * @returns up to which event they count then; or, unless `dropsRemoved`, that they would lose what removed events said
   */
  rebuildFigures(rebuild: Readonly<{ sellerId: string; dropsRemoved: boolean }>): Promise<RebuiltFigures>
  close(): Promise<void>
}

export type Rotation = Readonly<{
  /** Generated when left out: 32 hexadecimal digits. */
  text?: string | undefined
  /** Epoch milliseconds until which the present secret is accepted; undefined: until it is retired. */
  oldEndsAtMs: number | undefined
}>

export type RotatedSecret =
  | Readonly<{ kind: 'changed'; appSecret: string }>
  | Readonly<{ kind: 'unknown-app' }>
  | RotationRefusal

export type CouponExport = Readonly<{ sellerId: string; filter: SearchFilter }>

export type GeneratedPart = Readonly<{
  sellerId: string
  outRequestNo: string
  /** From 1. */
  part: number
  couponId: string
  channel: string | undefined
  /** Coupons of all parts. */
  total: number
  /** Coupons of this part, 1..1000. */
  count: number
}>

export type NewWebhookRequest = Omit<WebhookRequest, 'afterSeq'> &
  Readonly<{ afterSeq?: number | undefined; allowPrivate: boolean }>

/**
 * @param options.isSandbox marks an empty store as a sandbox, as a server with --sandbox does
 * @throws OperatorError when the data folder cannot be opened
 */
export async function openAdministration(
  options: Pick<StoreOptions, 'dataDir' | 'storeUrl' | 'masterKey' | 'mustExist'> & Readonly<{ isSandbox?: boolean }>,
): Promise<Administration> {
  const purpose = options.isSandbox ? 'sandbox' : undefined
  const store = await openStore({ ...options, purpose, isForBulk: true })
  const access = { ...store.accessReader, ...store.accessWriter }
  return {
    createSeller: (seller) => access.createSeller(seller, store.clock.now()),
    hasSeller: async (sellerId) => (await access.findSeller(sellerId)) !== undefined,
    listSellers: () => store.appRegistry.listSellers(),
    createApp: (app) => registerApp(app, { access, randomBytes, nowMs: store.clock.now() }),
    listApps: () => reportApps({ apps: store.appRegistry, nowMs: store.clock.now() }),
    findApp: (appKey) => reportApp(appKey, { apps: store.appRegistry, nowMs: store.clock.now() }),
    updateApp: (appKey, change) => updateApp({ appKey, change }, { apps: store.appRegistry, access }),
    rotateSecret: (appKey, asked) => rotateAppSecret(store, appKey, asked),
    retireOldSecret: async (appKey, endsAtMs) => (await endOldSecret(store, appKey, endsAtMs)).kind,
    createSession: (session) => openSession(session, { access, randomBytes, nowMs: store.clock.now() }),
    listSessions: (appKey) => store.sessionRegistry.listSessions(appKey),
    refreshSession: (sessionId, days) =>
      store.sessionRegistry.extendSession(sessionId, store.clock.now() + days * 86_400_000),
    revokeSession: (sessionId) => store.sessionRegistry.revokeSession(sessionId),
    createOperator: (operator) => createOperator(operator, ofOperators(store), peopleOf(store)),
    listOperators: () => store.operatorRegistry.listOperators(),
    async listConsents(name) {
      if ((await store.operatorRegistry.findOperator(name)) === undefined) return undefined
      return store.oauthGrants.listConsents(name, store.clock.now())
    },
    switchOperator: (name, isEnabled) => switchOperator({ name, isEnabled }, ofOperators(store), peopleOf(store)),
    resetOperator: (name) => resetOperator({ name }, ofOperators(store), peopleOf(store)),
    setOperatorRole: (name, role) => giveRole({ name, role }, ofOperators(store), peopleOf(store)),
    revokeOperatorRole: (name, sellerId) => revokeRole({ name, sellerId }, ofOperators(store), peopleOf(store)),
    importCoupons: ({ sellerId, rows }) =>
      importCoupons({ issuer: store.couponIssuer, sellerId, rows, nowMs: store.clock.now() }),
    importMembers: ({ sellerId, rows }) =>
      importMembers({ lifecycle: store.lifecycleStore, request: importRequest(store, sellerId), rows }),
    exportCoupons: (asked) => exportCoupons(store, asked),
    recordFullExport: (exported) =>
      store.noticeRecorder.recordNotice(fullExportNotice({ ...exported, atMs: store.clock.now() })),
    generateCoupons: (part) => claimCoupons({ ...partOf(store, part, 'generate'), member: undefined }),
    reserveCodes: (part) => reserveCodes(partOf(store, part, 'reserve')),
    addWebhook: (webhook) => addWebhook(store, webhook),
    listWebhooks: (sellerId) =>
      reportWebhooks(sellerId, { webhooks: store.webhookRegistry, events: store.eventReader }),
    removeWebhook: (webhook) => store.webhookRegistry.removeWebhook(webhook),
    replayWebhook: (webhook, afterSeq) => store.webhookRegistry.replayWebhook(webhook, afterSeq, store.clock.now()),
    ...sellerRules(store),
    reconcile: (asked) => reconcileDay({ ...asked, reader: store.reconciliationReader, nowMs: store.clock.now() }),
    rebuildFigures: (rebuild) => rebuildFigures(store, rebuild),
    close: () => store.close(),
  }
}

function ofOperators({ clock }: Store): OperatorOrigin {
  return { actor: 'operator:cli', nowMs: clock.now(), requestId: undefined }
}

function peopleOf(store: Store): ManageDependencies {
  const passwords = createPasswordHasher()
  const { operatorRegistry: operators, operatorSessions: sessions, oauthGrants: consents } = store
  return { operators, sessions, consents, passwords, randomBytes }
}

async function rotateAppSecret(store: Store, appKey: string, asked: Rotation): Promise<RotatedSecret> {
  const text = asked.text ?? newAppSecret(randomBytes)
  const rotation = { text, oldEndsAtMs: asked.oldEndsAtMs, nowMs: store.clock.now() }
  const outcome = await store.appRegistry.changeApp(appKey, (app) => rotateSecret(app, rotation))
  return outcome.kind === 'changed' ? { kind: 'changed', appSecret: text } : outcome
}

function endOldSecret({ appRegistry, clock }: Store, appKey: string, endsAtMs: number | undefined) {
  if (endsAtMs === undefined) return appRegistry.changeApp(appKey, retireOldSecret)
  return appRegistry.changeApp(appKey, (app) => endOldSecretAt(app, { endsAtMs, nowMs: clock.now() }))
}

/** Under a number of its own: a file that is imported again finds everything as it is. */
function importRequest({ clock }: Store, sellerId: string): WriteRequest {
  return {
    ...{ sellerId, outRequestNo: `import-members-${randomBytes(16).toString('hex')}`, method: 'import members' },
    ...{ content: '', actor: 'operator:import', requestId: undefined, nowMs: clock.now() },
  }
}

async function* exportCoupons(
  { couponSearcher, couponReader, shopGroupReader: shops, clock }: Store,
  { sellerId, filter }: CouponExport,
): AsyncGenerator<readonly RawCoupon[], void, undefined> {
  const nowMs = clock.now()
  const walk = { searcher: couponSearcher, reader: couponReader, shops, sellerId, filter, nowMs }
  for await (const block of walkCoupons(walk)) yield block.map((coupon) => rawCouponOf(coupon, nowMs))
}

/** @param method keeps a number that was used for one of them from being used for the other */
function partOf(store: Store, asked: GeneratedPart, method: 'generate' | 'reserve') {
  const { sellerId, outRequestNo, part, couponId, channel, total, count } = asked
  const request = {
    ...{ sellerId, outRequestNo, part, method, requestId: undefined, nowMs: store.clock.now() },
    content: canonicalJson({ couponId, channel, total }),
    actor: 'operator:generate',
  }
  return { lifecycle: store.lifecycleStore, request, couponId, channel, count, randomBytes }
}

async function addWebhook(store: Store, webhook: NewWebhookRequest): Promise<RegisteredWebhook> {
  const { sellerId, allowPrivate } = webhook
  const { newestSeq } = await store.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1 })
  return registerWebhook(
    { ...webhook, afterSeq: webhook.afterSeq ?? newestSeq },
    {
      webhooks: store.webhookRegistry,
      isRefusedTarget: async (url) => !allowPrivate && (await leadsToPrivateNetwork(url)),
      randomBytes,
      nowMs: store.clock.now(),
    },
  )
}
