import { DatabaseClock, type DatabaseClockDependencies } from '#database/clock/database-clock'
import { type ClockState, hostClock, refusingWhileFarApart, type StoreClock } from '#database/clock/store-clock'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate, type SchemaChange } from '#database/migrate'
import type { HostChange } from '#database/mysql/hosts'
import { type MysqlTarget, readMysqlTarget } from '#database/mysql/mysql-target'
import type { ReadHostChange } from '#database/mysql/read-hosts'
import type { SqlEngine } from '#database/sql-engine'
import { copyBeforeUpgrade } from '#database/sqlite/copy-before-upgrade'
import { createDatabaseFile, prepareDataFolder, prepareKeyFolder } from '#database/sqlite/data-folder'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { refuseOtherProgramsAtUpgrade } from '#database/sqlite/refuse-other-programs'
import { truncateLog } from '#database/sqlite/truncate-log'
import type { WriteTurn } from '#database/sqlite/write-turn'
import type {
  AccessReader,
  AppRegistry,
  OldSecretLedger,
  SellerDirectory,
  SellerFinder,
  SessionRegistry,
  UsageLedger,
} from '#domain/access/access-store'
import type { OauthGrants } from '#domain/access/oauth'
import type { LastAudits } from '#domain/audit/audit-report'
import type { QuoteSealer } from '#domain/basket/quote'
import type { CouponReader } from '#domain/coupon/coupon-store'
import type { EventAuditor, EventReader, ExpiryRecorder, NoticeRecorder } from '#domain/events/event-store'
import type { RuleHistory } from '#domain/explain/rule-history'
import type { FigureFolder, FigureReader } from '#domain/figures/figure-store'
import type { JobStore } from '#domain/jobs/job-store'
import type { LifecycleReader, LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import type { SharedActs } from '#domain/lifecycle/shared-act'
import type { MasterDataReader } from '#domain/master-data/master-data-store'
import type { Erasures, MemberReader } from '#domain/members/member-store'
import type { OrderReader } from '#domain/orders/order-store'
import type { PolicyReader } from '#domain/policy/seller-policy'
import type { DayReports } from '#domain/reconciliation/day-reports'
import type { ReconciliationReader } from '#domain/reconciliation/reconciliation-reader'
import type { RefusalLog } from '#domain/refusals/refused-call'
import type { RetentionReader, RetentionWork } from '#domain/retention/retention-store'
import type { CouponSearcher } from '#domain/search/coupon-search'
import type { RedemptionReader } from '#domain/search/redemption-search'
import type { ShopGroupReader, StoredGroups } from '#domain/shops/shop-group-store'
import type { TemplateReader } from '#domain/templates/template-store'
import type { DeliveryQueue, WebhookRegistry } from '#domain/webhooks/webhook-store'
import { loadMasterKeys } from '#encryption/master-key'
import { LongWorks } from '#turns/task-queues'
import {
  createAppRegistry,
  createOldSecretLedger,
  createSellerDirectory,
  createSellerFinder,
  createSessionRegistry,
  createUsageLedger,
} from './access/app-registry.ts'
import { createOauthGrants } from './access/oauth-grants.ts'
import { createPeople, type PeopleStore } from './access/people.ts'
import { createDeliveryQueue, createWebhookRegistry } from './access/webhooks.ts'
import { verifySeller } from './audit/verify-seller.ts'
import { openTableSums } from './events/open-table-sums.ts'
import { sellerHeads } from './events/seller-heads.ts'
import { createFigureFolder } from './figures/create-figure-folder.ts'
import { createFigureReader } from './figures/create-figure-reader.ts'
import { createJobStore } from './jobs/create-job-store.ts'
import { createKeyRotator, type KeyRotator } from './key-rotation/key-rotator.ts'
import { ErasureListFault } from './keys/erasure-lists.ts'
import { hasKeys, openKeyring } from './keys/open-keyring.ts'
import { openSealedSets } from './keys/open-sealed-sets.ts'
import { type CallSealer, createCallSealer, createQuoteSealer } from './keys/sealers.ts'
import { createLastAudits } from './last-audits.ts'
import { Identifiers } from './members/identifiers.ts'
import {
  createMemberKeyStore,
  type ListedMemberKeys,
  openListedMemberKeys,
  openMemberKeyTables,
} from './members/open-member-keys.ts'
import { CouponKeyFinder } from './reading/coupon-keys.ts'
import { findCouponPage } from './reading/coupon-pages.ts'
import { createCouponSearcher } from './reading/coupon-searcher.ts'
import { createLifecycleReader } from './reading/lifecycle-reader.ts'
import { createRuleHistory } from './reading/list-seller-events.ts'
import { LongLists } from './reading/long-lists.ts'
import { createMasterDataReader } from './reading/master-data-reader.ts'
import { createMemberReader } from './reading/member-reader.ts'
import { createOrderReader } from './reading/order-reader.ts'
import { PageTags } from './reading/page-tags.ts'
import { createEventReader } from './reading/read-events.ts'
import { createRedemptionReader } from './reading/redemption-reader.ts'
import {
  createAccessReader,
  createPolicyReader,
  createShopGroupReader,
  createStoredGroups,
  createStoredPolicies,
} from './reading/remembered-reading.ts'
import { createTemplateReader } from './reading/template-reader.ts'
import { createDayReports } from './reconciliation/day-reports.ts'
import { createReconciliationReader } from './reconciliation/reconciliation-reader.ts'
import { createRetentionReader } from './retention/retention-reader.ts'
import { migrationsWithMemberKeys } from './schema/member-keys.ts'
import { migrations } from './schema/migrations.ts'
import { refuseMovingStore, tellingOfMove } from './schema/move-mark.ts'
import { createStorePart, type StorePart } from './store-part.ts'
import { claimPurpose, type StorePurpose } from './store-purpose.ts'
import { createErasures } from './writing/finish-erasures.ts'
import { createExpiryRecorder, createNoticeRecorder } from './writing/record-events.ts'
import { createRefusalLog } from './writing/refusal-log.ts'
import { createRetentionWork } from './writing/retention-work.ts'
import { createSharedActs } from './writing/run-shared-act.ts'
import { createLifecycleStore } from './writing/write-once.ts'

/** The store, by subject. */
export type Store = PeopleStore &
  Readonly<{
    couponReader: CouponReader
    couponSearcher: CouponSearcher
    jobStore: JobStore
    lifecycleReader: LifecycleReader
    lifecycleStore: LifecycleStore
    /** Acts on apps, sessions, operators, webhooks and sellers. */
    sharedActs: SharedActs
    memberReader: MemberReader
    orderReader: OrderReader
    redemptionReader: RedemptionReader
    refusalLog: RefusalLog
    reconciliationReader: ReconciliationReader
    ruleHistory: RuleHistory
    dayReports: DayReports
    masterDataReader: MasterDataReader
    templateReader: TemplateReader
    eventReader: EventReader
    eventAuditor: EventAuditor
    lastAudits: LastAudits
    expiryRecorder: ExpiryRecorder
    noticeRecorder: NoticeRecorder
    figureReader: FigureReader
    figureFolder: FigureFolder
    retentionReader: RetentionReader
    policyReader: PolicyReader
    quoteSealer: QuoteSealer
    callSealer: CallSealer
    storedPolicies: PolicyReader
    shopGroupReader: ShopGroupReader
    storedGroups: StoredGroups
    erasures: Erasures
    retentionWork: RetentionWork
    accessReader: AccessReader
    sellerFinder: SellerFinder
    appRegistry: AppRegistry
    sessionRegistry: SessionRegistry
    oauthGrants: OauthGrants
    sellerDirectory: SellerDirectory
    usage: UsageLedger
    oldSecretLedger: OldSecretLedger
    webhookRegistry: WebhookRegistry
    deliveryQueue: DeliveryQueue
    keyRotator: KeyRotator
    storePart: StorePart
    /** The time by which leases, holds, limits and expiry go, and how far this host's clock is from it. */
    clock: StoreClock
    /** Lets writes in flight finish. */
    close(): Promise<void>
  }>

export type StoreOptions = Readonly<{
  /** Made when it is missing. Holds the database, unless `storeUrl` names another, and the master key, unless that is given. */
  dataDir: string
  /** `mysql://…` (see `readMysqlTarget`). */
  storeUrl?: string | undefined
  /** 64 hex digits or base64 of 32 bytes; without it `master.key` in the folder, made at first start. */
  masterKey?: string | undefined
  /** Refuses a place that holds no store yet. */
  mustExist?: boolean | undefined
  /**
   * Called before the schema of a store of an earlier version is changed, with the copy that was made of a SQLite file. Without it such a
   * store is refused: a command must not change the schema under a server of the former version.
   */
  onUpgrade?: ((change: SchemaChange & Readonly<{ copy?: string }>) => void) | undefined
  /** Called when another database host is written to. */
  onHostChange?: ((change: HostChange) => void) | undefined
  /** Called when a database host gets no more reads, or gets them again. */
  onReadHostChange?: ((change: ReadHostChange) => void) | undefined
  /** Called with how far the host's clock is from the database's, at start and every minute. */
  onClockCompared?: ((state: ClockState) => void) | undefined
  /** Called when a comparison failed. */
  onClockFault?: ((fault: Readonly<{ error: unknown }>) => void) | undefined
  /** What it is served for; a store of the other purpose is refused. Left out by commands, which serve nobody. */
  purpose?: StorePurpose | undefined
  /** Set for bulk writes, during which no caller waits for an answer. */
  isForBulk?: boolean | undefined
  /** Overwrites what is deleted from a SQLite file with zeros. */
  erases?: boolean | undefined
  /** Long works of the thread, among them transactions and searches. */
  longWorks?: LongWorks | undefined
  /** Set for a SQLite file to which another thread of the process writes too. */
  turn?: WriteTurn | undefined
  /** Set for the thread that copies the log of the SQLite file. */
  copiesLog?: boolean | undefined
}>

/**
 * Opens one store, without the other stores that it may be the directory of.
 * @throws OperatorError when the place, the key or the database is not fit for use
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.storeUrl === undefined ? openSqliteStore(options) : openMysqlStore(options, options.storeUrl)
}

async function openSqliteStore({
  dataDir,
  masterKey,
  mustExist = false,
  isForBulk = false,
  erases = false,
  copiesLog = false,
  ...options
}: StoreOptions): Promise<Store> {
  const folder = prepareDataFolder(dataDir, { mustExist })
  const masterKeys = loadMasterKeys(masterKey, () => folder)
  createDatabaseFile(folder.databaseFile)
  const { longWorks, turn, onUpgrade } = options
  if (onUpgrade !== undefined) await refuseOtherProgramsAtUpgrade(folder.databaseFile, migrations.length)
  const engine = await openSqliteEngine(folder.databaseFile, { isForBulk, erases, longWorks, turn, copiesLog })
  return closingOnFailure(engine, async () => {
    await migrate(engine, sqliteProfile, migrations, onUpgrade && upgradingFile(folder.databaseFile, onUpgrade))
    const openMemberKeys = () => openListedMemberKeys(folder, engine)
    const emptyLog = () => truncateLog(folder.databaseFile)
    return openOnEngine(engine, masterKeys, { ...options, openMemberKeys, emptyLog })
  })
}

function upgradingFile(file: string, onUpgrade: NonNullable<StoreOptions['onUpgrade']>) {
  return async (change: SchemaChange) => onUpgrade({ ...change, copy: await copyBeforeUpgrade(file, change.from) })
}

async function openMysqlStore(options: StoreOptions, url: string): Promise<Store> {
  const { dataDir, masterKey } = options
  return openStoreOnServers(readMysqlTarget(url), {
    ...options,
    findKeys: (hasStore) => loadMasterKeys(masterKey, () => prepareKeyFolder(dataDir, hasStore)),
  })
}

export type ServerStoreOptions = Pick<
  StoreOptions,
  | 'mustExist'
  | 'onUpgrade'
  | 'onHostChange'
  | 'onReadHostChange'
  | 'onClockCompared'
  | 'onClockFault'
  | 'purpose'
  | 'longWorks'
> &
  Readonly<{
    /** @param hasStore whether the database was written under a key before */
    findKeys: (hasStore: boolean) => readonly Uint8Array[]
  }>

/**
 * Opens a store on servers of the MySQL protocol.
 * @throws OperatorError when they, the database or the key are not fit for use
 */
export async function openStoreOnServers(target: MysqlTarget, options: ServerStoreOptions): Promise<Store> {
  // Loaded on demand: most stores are files, and start faster without the driver.
  const { openMigratedMysqlEngine } = await import('#database/mysql/open-migrated-mysql-engine')
  const engine = await openMigratedMysqlEngine(target, migrationsWithMemberKeys, options)
  return closingOnFailure(engine, async () => {
    const masterKeys = options.findKeys(await hasKeys(engine))
    return openOnEngine(engine, masterKeys, { ...options, openMemberKeys: () => openMemberKeyTables(target) })
  })
}

async function closingOnFailure(engine: SqlEngine, open: () => Promise<Store>): Promise<Store> {
  try {
    return await open()
  } catch (error) {
    await engine.close()
    throw error
  }
}

type ServedOptions = Pick<StoreOptions, 'onClockCompared' | 'onClockFault' | 'purpose' | 'longWorks'> &
  Readonly<{
    openMemberKeys: () => Promise<ListedMemberKeys>
    /** Only for a SQLite file. */
    emptyLog?: () => Promise<void>
  }>

/**
 * Opens the store on an engine with its schema, which belongs to the store from then on.
 * @throws OperatorError when another key wrote it, it is part of a move, or it is for another purpose
 */
async function openOnEngine(
  openedEngine: SqlEngine,
  masterKeys: readonly Uint8Array[],
  { onClockCompared, onClockFault, purpose, openMemberKeys, emptyLog, longWorks = new LongWorks() }: ServedOptions,
): Promise<Store> {
  await refuseMovingStore(openedEngine)
  const keyring = await openKeyring(openedEngine, masterKeys, Date.now())
  await openSealedSets(openedEngine, keyring)
  if (purpose !== undefined) await claimPurpose({ engine: openedEngine, keyring }, purpose)
  await openTableSums(openedEngine, keyring)
  const engine = tellingOfMove(openedEngine)
  const clock = await openClock(engine, { onCompared: onClockCompared, onFault: onClockFault })
  const writing = refusingWhileFarApart(engine, clock)
  const keyDatabase = await openMemberKeys()
  const memberKeys = await createMemberKeyStore(keyDatabase, keyring)
  const identifiers = new Identifiers(keyring, memberKeys, engine.connectionVersion)
  const looking = { longWorks, monotonicMs }
  const lists = new LongLists({ reader: engine.reader, monotonicMs })
  const findHead = sellerHeads(engine)
  const couponKeys = new CouponKeyFinder({ engine, identifiers, findHead })
  const pages = { reader: engine.reader, keys: couponKeys, identifiers, lists }
  const generationOf = (sellerId: string) => identifiers.generationOf(sellerId)
  const tags = new PageTags({ engine, keys: couponKeys, findHead, generationOf })
  const lifecycleStore = createLifecycleStore({ engine: writing, identifiers, keyring, memberKeys })
  const erasures = createErasures({ engine: writing, identifiers, keyring, memberKeys, lists: keyDatabase.lists })
  // Before anything is served: a restored backup may have members who were erased.
  await erasures.finish(clock.now()).catch(unlessUnlisted)
  return {
    couponReader: {
      findCouponPage: (query) => findCouponPage(pages, query),
      findPageTag: (query) => tags.find(query),
    },
    couponSearcher: createCouponSearcher(pages, looking),
    lifecycleReader: createLifecycleReader(engine.reader, identifiers),
    lifecycleStore,
    sharedActs: createSharedActs({ engine: writing, identifiers, keyring, memberKeys }),
    jobStore: createJobStore({ engine: writing, identifiers, keyring, longWorks }),
    erasures,
    memberReader: createMemberReader(engine.reader, identifiers, looking),
    orderReader: createOrderReader({ reader: engine.reader, keys: couponKeys, identifiers }),
    redemptionReader: createRedemptionReader({ reader: engine.reader, identifiers }, looking),
    refusalLog: createRefusalLog({ engine: writing, identifiers, keyring, findHead }),
    reconciliationReader: createReconciliationReader({ engine, identifiers }),
    dayReports: createDayReports({ engine: writing, keyring }),
    masterDataReader: createMasterDataReader(engine.reader),
    templateReader: createTemplateReader(engine.reader),
    ruleHistory: createRuleHistory(engine.reader),
    eventReader: createEventReader({ reader: engine.reader, identifiers }, looking),
    eventAuditor: {
      verifyChain: (sellerId) =>
        verifySeller({ sellerId, keyring, identifiers, snapshot: (work) => engine.snapshot(work) }),
    },
    lastAudits: createLastAudits({ engine: writing, keyring }),
    expiryRecorder: createExpiryRecorder(writing, keyring),
    noticeRecorder: createNoticeRecorder(writing, keyring),
    figureReader: createFigureReader(engine),
    figureFolder: createFigureFolder(writing),
    retentionReader: createRetentionReader(engine.reader),
    policyReader: createPolicyReader(engine.reader, monotonicMs),
    storedPolicies: createStoredPolicies(engine.reader),
    shopGroupReader: createShopGroupReader(engine.reader, monotonicMs),
    storedGroups: createStoredGroups(engine.reader),
    quoteSealer: createQuoteSealer(keyring),
    callSealer: createCallSealer(keyring),
    retentionWork: createRetentionWork({ engine: writing, keyring, identifiers, memberKeys, erasures }),
    accessReader: createAccessReader({ reader: engine.reader, keyring, monotonicMs }),
    sellerFinder: createSellerFinder(engine.reader),
    appRegistry: createAppRegistry({ engine, keyring }),
    sessionRegistry: createSessionRegistry(engine.reader),
    oauthGrants: createOauthGrants({ engine, keyring }),
    ...createPeople({ engine, writing, keyring }),
    sellerDirectory: createSellerDirectory(engine.reader),
    usage: createUsageLedger(engine),
    oldSecretLedger: createOldSecretLedger(engine),
    webhookRegistry: createWebhookRegistry({ engine, keyring }),
    deliveryQueue: createDeliveryQueue(engine, keyring),
    storePart: createStorePart({ engine: writing, keyring }),
    keyRotator: createKeyRotator({ engine: writing, keyring, identifiers, memberKeys: keyDatabase, emptyLog }),
    clock,
    async close() {
      clock.close()
      await lifecycleStore.close()
      await engine.close()
      await memberKeys.close()
    },
  }
}

/** Erased members are emptied by then; their keys are destroyed once the lists can be written, which servers try all the time. */
function unlessUnlisted(error: unknown): void {
  if (!(error instanceof ErasureListFault)) throw error
}

async function openClock(
  { readClock, connectionVersion }: SqlEngine,
  observers: Pick<DatabaseClockDependencies, 'onCompared' | 'onFault'>,
): Promise<StoreClock> {
  if (readClock === undefined || connectionVersion === undefined) return hostClock
  return DatabaseClock.open({ sample: readClock, connectionVersion, wallMs: Date.now, monotonicMs, ...observers })
}

function monotonicMs(): number {
  return performance.now()
}
