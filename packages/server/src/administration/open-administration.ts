import { randomBytes } from 'node:crypto'
import { leadsToPrivateNetwork } from '#background/webhooks/public-lookup'
import type { Seller, SellerEntry, SessionEntry } from '#domain/access/access-store'
import { type AppReport, reportApp, reportApps } from '#domain/access/report-apps'
import { removeWebhook, replayWebhooks } from '#domain/administration/change-webhooks'
import { type CreatedOperator, createOperator, type NewOperator } from '#domain/administration/create-operator'
import {
  endOldSecret,
  type RotatedSecret,
  type Rotation,
  rotateAppSecret,
} from '#domain/administration/exchange-secret'
import {
  type GivenRole,
  giveRole,
  resetOperator,
  revokeRole,
  type Switched,
  switchOperator,
} from '#domain/administration/manage-operators'
import {
  extendSession,
  type NewSession,
  type OpenedSession,
  openSession,
  revokeSession,
} from '#domain/administration/open-session'
import { type NewApp, type RegisteredApp, registerApp } from '#domain/administration/register-app'
import { registerSeller } from '#domain/administration/register-seller'
import { type RegisteredWebhook, registerWebhook, type WebhookRequest } from '#domain/administration/register-webhook'
import type { SettingsChange } from '#domain/administration/settings-in-event'
import { updateApp } from '#domain/administration/update-app'
import type { LastAudit } from '#domain/audit/audit-report'
import { type PeopleFile, type RawCoupon, rawCouponOf } from '#domain/coupon/coupon-draft'
import { type ChangedRoute, fullExportNotice, shadowRouteNotice } from '#domain/events/notices'
import { createRowTrial, type RowTrial } from '#domain/job-work/plan-rows'
import type { ImportTask } from '#domain/jobs/job'
import { type ClaimAnswer, claimCoupons } from '#domain/lifecycle/claim-coupons'
import { type ImportOutcome, importCoupons } from '#domain/lifecycle/import-coupons'
import { importMembers, type MemberRowOutcome } from '#domain/lifecycle/import-members'
import { canonicalJson, type WriteRequest, type Written } from '#domain/lifecycle/lifecycle-store'
import { type ReservedCodes, type ReserveRefusal, reserveCodes } from '#domain/lifecycle/reserve-codes'
import type { SharedAct, SharedRequest, SharedWritten } from '#domain/lifecycle/shared-act'
import type { MemberRow } from '#domain/members/member-texts'
import type { OperatorRole } from '#domain/people/operator'
import type { Consent, OperatorEntry } from '#domain/people/people-store'
import { type DayReport, type Reconciling, reconcileDay } from '#domain/reconciliation/reconcile-day'
import type { SearchFilter } from '#domain/search/coupon-search'
import { walkCoupons } from '#domain/search/search-coupons'
import type { TemplateRefusal } from '#domain/templates/template-store'
import { reportWebhooks, type WebhookKey, type WebhookReport } from '#domain/webhooks/webhook-store'
import { createPasswordHasher, type PasswordHasher } from '#encryption/password-hasher'
import type { Store, StoreOptions } from '#store/open-store'
import { openStores } from '#stores/open-stores'
import { type AssignedSeller, assignSeller, isInOtherStore } from './assign-seller.ts'
import { type RebuiltFigures, rebuildFigures } from './rebuild-figures.ts'
import { type Numbered, type SellerRules, sellerRules } from './seller-rules.ts'

/** What the command line does to a store, beside a running server or without one. */
export interface Administration extends SellerRules {
  /** Creates a seller. One number is done once, as for all changes here that take one. */
  createSeller(seller: Seller & Numbered): Promise<'created' | 'exists' | 'conflict'>
  /** Registers a seller whose data another store keeps. Doing it again completes what was interrupted. */
  assignSeller(seller: Seller & Numbered & Readonly<{ storeName: string }>): Promise<AssignedSeller>
  hasSeller(sellerId: string): Promise<boolean>
  listSellers(): Promise<readonly SellerEntry[]>
  createApp(app: NewApp & Numbered): Promise<RegisteredApp>
  listApps(): Promise<readonly AppReport[]>
  findApp(appKey: string): Promise<AppReport | undefined>
  /** Running servers apply it within a second, like every change here. */
  updateApp(appKey: string, change: SettingsChange, numbered?: Numbered): Promise<ActOutcome<typeof updateApp>>
  /** Gives an app a new secret, which is returned here, and to a repeated request for an hour; the present one stays accepted beside it. */
  rotateSecret(appKey: string, input: Omit<Rotation, 'target'> & Numbered): Promise<RotatedSecret>
  /** @param endsAtMs epoch milliseconds from which the old secret is refused; undefined: immediately */
  retireOldSecret(
    appKey: string,
    endsAtMs: number | undefined,
    numbered?: Numbered,
  ): Promise<ActOutcome<typeof endOldSecret>>
  createSession(session: NewSession & Numbered): Promise<OpenedSession>
  /** @param appKey undefined: sessions of all apps */
  listSessions(appKey: string | undefined): Promise<readonly SessionEntry[]>
  refreshSession(sessionId: string, days: number, numbered?: Numbered): Promise<ActOutcome<typeof extendSession>>
  revokeSession(sessionId: string, numbered?: Numbered): Promise<ActOutcome<typeof revokeSession>>
  /** Creates an operator of the console with a one-time password, which a repeated request replaces for an hour. */
  createOperator(operator: NewOperator & Numbered): Promise<CreatedOperator>
  listOperators(): Promise<readonly OperatorEntry[]>
  /** Disabling ends all sessions of the operator, and those of apps that the operator allowed. */
  switchOperator(name: string, isEnabled: boolean, numbered?: Numbered): Promise<Switched>
  /** The apps that would stop if the operator were disabled; undefined for an unknown operator. */
  listConsents(name: string): Promise<readonly Consent[] | undefined>
  /** Gives a new one-time password, removes the second factor, and ends all sessions of the operator. */
  resetOperator(name: string, numbered?: Numbered): ReturnType<typeof resetOperator>
  /** An operator without roles who comes from another chain gets a one-time password like a new one, and its sessions end. */
  setOperatorRole(name: string, role: OperatorRole, numbered?: Numbered): Promise<GivenRole>
  revokeOperatorRole(name: string, sellerId: string, numbered?: Numbered): Promise<ActOutcome<typeof revokeRole>>
  /** @param batch.rows 1..1000 of a file of people; coupons reported as created are durable when this resolves */
  importCoupons(
    batch: Readonly<{ sellerId: string; rows: readonly RawCoupon[] }> & Partial<PeopleFile>,
  ): Promise<readonly ImportOutcome[]>
  /** Tries out the rows of a file in order, part by part. Nothing is written. */
  tryImport(input: Readonly<{ sellerId: string }> & ImportTask): RowTrial
  /**
   * Saves members of a file; running it again changes nothing.
   * @param rows 1..200; they are durable when this resolves
   */
  importMembers(batch: Readonly<{ sellerId: string; rows: readonly MemberRow[] }>): Promise<readonly MemberRowOutcome[]>
  /** Coupons that meet all filters and existed at the start, in order of issue, in blocks of at most 1000. */
  exportCoupons(input: CouponExport): AsyncGenerator<readonly RawCoupon[], void, undefined>
  /** Records in the seller's events that coupons are exported with full phones. @param filters names of the filters */
  recordFullExport(exported: Readonly<{ sellerId: string; filters: readonly string[] }>): Promise<void>
  /** Records in the seller's events that another system answers calls. @param by the person */
  recordRoute(changed: ChangedRoute & Readonly<{ sellerId: string; by: string }>): Promise<void>
  /** Stores coupons of a template without a member; the same part of the same number returns the same codes. */
  generateCoupons(part: GeneratedPart): Promise<Written<ClaimAnswer, TemplateRefusal>>
  /** Reserves codes of a template, which members claim later; the same part of the same number returns the same codes. */
  reserveCodes(part: GeneratedPart): Promise<Written<ReservedCodes, ReserveRefusal>>
  /** If `afterSeq` is absent, only future events are sent. */
  addWebhook(webhook: NewWebhookRequest & Numbered): Promise<RegisteredWebhook>
  listWebhooks(sellerId: string): Promise<readonly WebhookReport[]>
  removeWebhook(webhook: WebhookKey & Numbered): Promise<ActOutcome<typeof removeWebhook>>
  /** If no id is given, all webhooks of the seller. */
  replayWebhooks(
    webhooks: Readonly<{ sellerId: string; webhookId: string | undefined; afterSeq: number }> & Numbered,
  ): Promise<ActOutcome<typeof replayWebhooks>>
  /** Compares a day's orders, redemptions and returns of a seller. Writes nothing. */
  reconcile(input: Omit<Reconciling, 'reader' | 'nowMs'>): Promise<DayReport>
  /**
   * Counts the figures of a seller anew, beside running servers too.
   * @returns up to which event they count then; or, unless `dropsRemoved`, that they would lose what removed events said
   */
  rebuildFigures(rebuild: Readonly<{ sellerId: string; dropsRemoved: boolean }>): Promise<RebuiltFigures>
  /** Records what a whole audit came to, for `/ready` and the console. */
  recordAudit(audit: LastAudit): Promise<void>
  close(): Promise<void>
}

/** What came of an act. */
export type ActOutcome<Of> =
  Of extends SharedAct<infer _Input, infer _Found, infer Answer, infer Refused> ? SharedWritten<Answer, Refused> : never

export type CouponExport = Readonly<{ sellerId: string; filter: SearchFilter }>

export type GeneratedPart = Readonly<{
  sellerId: string
  outRequestNo: string
  /** Number of the part, from 1. */
  part: number
  couponId: string
  channel: string | undefined
  /** Coupons of all parts. */
  total: number
  /** Coupons of this part, 1..1000. */
  count: number
}>

export type NewWebhookRequest = WebhookRequest & Readonly<{ allowPrivate: boolean }>

/**
 * @param options.isSandbox marks an empty store as a sandbox, as a server with --sandbox does
 * @param passwords hashes one-time passwords of operators
 * @throws OperatorError when the data folder cannot be opened
 */
export async function openAdministration(
  options: Pick<StoreOptions, 'dataDir' | 'storeUrl' | 'masterKey' | 'mustExist'> & Readonly<{ isSandbox?: boolean }>,
  passwords: PasswordHasher = createPasswordHasher(),
): Promise<Administration> {
  const purpose = options.isSandbox ? 'sandbox' : undefined
  const store = await openStores({ ...options, purpose, isForBulk: true })
  const { sharedActs: acts, appRegistry: apps, oauthGrants: consents } = store
  const calls = { acts, apps, consents, passwords, randomBytes }
  const requested = requestsAt(store)
  return {
    async createSeller({ requestNo, ...seller }) {
      if (await isInOtherStore(store, seller.sellerId)) return 'exists'
      const written = await acts.runAct(requested('seller create', seller, { requestNo }), registerSeller, seller)
      if (written.kind === 'refused') return written.refusal.kind
      return written.kind === 'conflict' ? 'conflict' : 'created'
    },
    assignSeller: (seller) => assignSeller(store, seller, requested('store assign', seller, seller)),
    recordAudit: (audit) => store.lastAudits.record(audit),
    hasSeller: async (sellerId) => (await store.sellerFinder.findSeller(sellerId)) !== undefined,
    listSellers: () => store.appRegistry.listSellers(),
    createApp: ({ requestNo, ...app }) =>
      registerApp(app, { ...calls, request: requested('app create', app, { requestNo }) }),
    listApps: () => reportApps({ apps: store.appRegistry, nowMs: store.clock.now() }),
    findApp: (appKey) => reportApp(appKey, { apps: store.appRegistry, nowMs: store.clock.now() }),
    updateApp: (appKey, change, numbered) =>
      acts.runAct(requested('app update', { appKey, change }, numbered), updateApp, { target: { appKey }, change }),
    rotateSecret: (appKey, { requestNo, ...asked }) => {
      const request = requested('app rotate', { appKey, ...asked }, { requestNo })
      return rotateAppSecret({ target: { appKey }, ...asked }, { ...calls, request })
    },
    retireOldSecret(appKey, endsAtMs, numbered) {
      const request = requested('app retire', { appKey, endsAtMs }, numbered)
      return acts.runAct(request, endOldSecret, { target: { appKey }, endsAtMs })
    },
    createSession: ({ requestNo, ...session }) =>
      openSession(session, { ...calls, request: requested('session create', session, { requestNo }) }),
    listSessions: (appKey) => store.sessionRegistry.listSessions(appKey),
    refreshSession(sessionId, days, numbered) {
      const request = requested('session refresh', { sessionId, days }, numbered)
      return acts.runAct(request, extendSession, { sessionId, expiresAtMs: request.nowMs + days * 86_400_000 })
    },
    revokeSession: (sessionId, numbered) =>
      acts.runAct(requested('session revoke', { sessionId }, numbered), revokeSession, { sessionId }),
    createOperator: ({ requestNo, ...operator }) =>
      createOperator(operator, { ...calls, request: requested('operator create', operator, { requestNo }) }),
    listOperators: () => store.operatorRegistry.listOperators(),
    async listConsents(name) {
      if ((await store.operatorRegistry.findOperator(name)) === undefined) return undefined
      return store.oauthGrants.listConsents(name, store.clock.now())
    },
    switchOperator(name, isEnabled, numbered) {
      const request = requested('operator switch', { name, isEnabled }, numbered)
      return switchOperator({ target: { name }, isEnabled }, { ...calls, request })
    },
    resetOperator: (name, numbered) =>
      resetOperator({ name }, { ...calls, request: requested('operator reset', { name }, numbered) }),
    setOperatorRole: (name, role, numbered) =>
      giveRole({ name, role }, { ...calls, request: requested('operator grant', { name, role }, numbered) }),
    revokeOperatorRole(name, sellerId, numbered) {
      const request = requested('operator revoke', { name, sellerId }, numbered)
      return acts.runAct(request, revokeRole, { target: { name }, sellerId })
    },
    importCoupons({ sellerId, rows, answered }) {
      const request = importRequest(store, sellerId, 'coupons')
      return importCoupons({
        lifecycle: store.lifecycleStore,
        request,
        rows,
        source: answered === undefined ? 'people' : { answered },
      })
    },
    tryImport: ({ sellerId, ...task }) =>
      createRowTrial(task, {
        coupons: store.lifecycleReader,
        members: store.memberReader,
        jobs: store.jobStore,
        sellerId,
        nowMs: store.clock.now(),
      }),
    importMembers: ({ sellerId, rows }) =>
      importMembers({ lifecycle: store.lifecycleStore, request: importRequest(store, sellerId, 'members'), rows }),
    exportCoupons: (input) => exportCoupons(store, input),
    recordFullExport: (exported) =>
      store.noticeRecorder.recordNotice(fullExportNotice({ ...exported, atMs: store.clock.now() })),
    recordRoute: ({ sellerId, by, ...changed }) => {
      const origin = { sellerId, atMs: store.clock.now(), actor: `operator:${by}` }
      return store.noticeRecorder.recordNotice(shadowRouteNotice(origin, changed))
    },
    generateCoupons: (part) => claimCoupons({ ...partOf(store, part, 'generate'), member: undefined }),
    reserveCodes: (part) => reserveCodes(partOf(store, part, 'reserve')),
    addWebhook({ requestNo, allowPrivate, ...webhook }) {
      const isRefusedTarget = async (url: string) => !allowPrivate && (await leadsToPrivateNetwork(url))
      const request = requested('webhook add', webhook, { requestNo })
      return registerWebhook(webhook, { ...calls, request, webhooks: store.webhookRegistry, isRefusedTarget })
    },
    listWebhooks: (sellerId) =>
      reportWebhooks(sellerId, { webhooks: store.webhookRegistry, events: store.eventReader }),
    removeWebhook: ({ requestNo, ...key }) =>
      acts.runAct(requested('webhook remove', key, { requestNo }), removeWebhook, key),
    replayWebhooks: ({ requestNo, ...asked }) =>
      acts.runAct(requested('webhook replay', asked, { requestNo }), replayWebhooks, asked),
    ...sellerRules(store),
    reconcile: (input) => reconcileDay({ ...input, reader: store.reconciliationReader, nowMs: store.clock.now() }),
    rebuildFigures: (rebuild) => rebuildFigures(store, rebuild),
    close: () => store.close(),
  }
}

/** Requests of the command line. */
function requestsAt({ clock }: Store) {
  return (method: string, requested: object, { requestNo }: Numbered = {}): SharedRequest => ({
    requestNo,
    method,
    content: canonicalJson(requested),
    actor: 'operator:cli',
    requestId: undefined,
    nowMs: clock.now(),
  })
}

/** Each part has a number of its own: a file that is imported again finds everything unchanged. */
function importRequest({ clock }: Store, sellerId: string, kind: 'coupons' | 'members'): WriteRequest {
  return {
    sellerId,
    outRequestNo: { own: `import-${kind}-${randomBytes(16).toString('hex')}` },
    method: `import ${kind}`,
    content: '',
    actor: 'operator:import',
    requestId: undefined,
    nowMs: clock.now(),
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
function partOf(store: Store, input: GeneratedPart, method: 'generate' | 'reserve') {
  const { sellerId, outRequestNo, part, couponId, channel, total, count } = input
  const request = {
    sellerId,
    outRequestNo,
    part,
    method,
    requestId: undefined,
    nowMs: store.clock.now(),
    content: canonicalJson({ couponId, channel, total }),
    actor: 'operator:generate',
  }
  return { lifecycle: store.lifecycleStore, request, couponId, channel, count, randomBytes }
}
