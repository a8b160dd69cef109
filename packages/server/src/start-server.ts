import { hash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { startSettlingCounts, together } from './background/start-background-work.ts'
import { createWebhookPost, type PostDelivery } from './background/webhooks/post-delivery.ts'
import { leadsToPrivateNetwork } from './background/webhooks/public-lookup.ts'
import { createTestWebhook } from './background/webhooks/test-webhook.ts'
import { type ListenPlace, readServerConfig, type ServeOptions } from './config/server-config.ts'
import { consoleRoutes } from './console/console-routes.ts'
import { mayAuthorize } from './console/oauth-authorize.ts'
import { oauthRoutes } from './console/oauth-routes.ts'
import { WriteTurn, writers } from './database/sqlite/write-turn.ts'
import { announceDemo } from './demo/demo-announcement.ts'
import { openDemoChain } from './demo/demo-chain.ts'
import { demoCalling } from './demo/demo-names.ts'
import type { ManageDependencies } from './domain/administration/manage-operators.ts'
import { fullPhonesNotice, phonesTriedNotice } from './domain/events/notices.ts'
import type { RefusalSink } from './domain/refusals/refused-call.ts'
import { createRandomPool } from './encryption/cipher.ts'
import { isCommonPassword } from './encryption/common-passwords.ts'
import { isSameText } from './encryption/is-same-text.ts'
import { createPasswordHasher, type PasswordHasher } from './encryption/password-hasher.ts'
import { createKeyedDigest } from './encryption/seals.ts'
import { totpCodes } from './encryption/totp-codes.ts'
import { AnswerCache } from './gateway/answer-cache.ts'
import { createConsoleGateway } from './gateway/answer-console.ts'
import { createRequestIds } from './gateway/call/incoming-call.ts'
import { isAddressOrRange, isAllowedIp } from './gateway/checks/caller-checks.ts'
import { createGateway } from './gateway/gateway.ts'
import type { GatewayDependencies } from './gateway/gateway-dependencies.ts'
import { type AppMistakes, createAppMistakes, withMistakes } from './gateway/limits/app-mistakes.ts'
import { createCodeGuesses } from './gateway/limits/code-guesses.ts'
import { createFullPhoneReads } from './gateway/limits/full-phone-reads.ts'
import { createCallMeter, createSharedRates } from './gateway/limits/meter-calls.ts'
import { createPhoneGuesses } from './gateway/limits/phone-guesses.ts'
import type { Siblings } from './gateway/limits/siblings.ts'
import { createOldSecretUses } from './gateway/old-secret-uses.ts'
import { createRefusalQueue } from './gateway/refusal-queue.ts'
import { createUploads } from './gateway/upload/uploads.ts'
import { startHttpServer } from './http/http-server.ts'
import { createStoreReadiness } from './http/listening/readiness.ts'
import { consoleMethods } from './methods/console/console-methods.ts'
import { couponUpload } from './methods/yaoquan.coupon.upload.ts'
import { createMethodCall } from './sample-objects/method-call.ts'
import { createMovableClocks } from './sandbox/movable-clocks.ts'
import { createSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { sandboxNotice } from './sandbox/sandbox-notice.ts'
import { crawlsOf } from './shadow/crawl/crawl-position.ts'
import { createShadowRuns } from './shadow/report/shadow-runs.ts'
import { type Assets, openAssets } from './site/assets.ts'
import { consolePages } from './site/console/console-pages.ts'
import { documentationRoutes } from './site/documentation/documentation-routes.ts'
import type { PageRoute } from './site/page-route.ts'
import { toolRoutes } from './site/tools/tool-routes.ts'
import { jobParts } from './store/job-parts.ts'
import type { Store } from './store/open-store.ts'
import { isPassingFault, storeFaultKind } from './store/store-fault-kind.ts'
import { type JoinedStore, openStores } from './stores/open-stores.ts'
import { createLogger } from './telemetry/logger.ts'
import { createTelemetry, type Telemetry } from './telemetry/telemetry.ts'
import { buildMethods } from './threads/build-methods.ts'
import { startBulkThread } from './threads/bulk-thread.ts'
import { createBulkWriter } from './threads/bulk-writer.ts'
import { startStoreWorks } from './threads/store-works.ts'
import { Calculations } from './turns/calculations.ts'
import { settledWithin } from './turns/settled-within.ts'
import { LongWorks } from './turns/task-queues.ts'

export type RunningServer = Readonly<{
  host: string
  port: number
  url: string
  /** URL of the admin listener, which has `/metrics` and the details of `/ready`; undefined when it is off. */
  adminUrl: string | undefined
  /** The metrics of this process, to be gathered with those of its siblings. */
  ownMetrics(): Promise<readonly object[]>
  /**
   * Leaves new connections to siblings and serves open ones up to their next answer. Resolves when none is left, or after
   * 90 s; `close` comes after it.
   */
  retire(): Promise<void>
  /**
   * Finishes the calls in flight, writes the counts, closes the store, and writes the rest of the log.
   * @param stop `workLimitMs`: how long counts, other work beside calls and the store may take after the last call; by default,
   * until they are done. The process must end after it. `onCallsEnded` is called when no call is in flight any more
   */
  close(stop?: Readonly<{ workLimitMs?: number; onCallsEnded?: () => void }>): Promise<void>
}>

/**
 * Composes the whole server and starts it; it answers once this resolves.
 * @param passwords hashes passwords of operators
 * @throws OperatorError for what the person who started it can fix: options, folders, ports, certificates
 */
export async function startServer(
  options: ServeOptions,
  siblings?: Siblings,
  passwords: PasswordHasher = createPasswordHasher(),
): Promise<RunningServer> {
  const config = readServerConfig(options)
  const log = createLogger(config.logLevel, siblings && process.pid)
  const { droppedLines } = log
  const telemetry = createTelemetry(log.logger, {
    gatherMetrics: siblings?.gatherMetrics,
    storeFaultKind,
    droppedLines,
  })
  const longWorks = new LongWorks()
  const turn = config.hasBulkThread ? new WriteTurn(writers.main) : undefined
  const store = await openStores({
    ...config,
    turn,
    purpose: config.isSandbox ? 'sandbox' : 'production',
    longWorks,
    onUpgrade: config.upgrades ? telemetry.storeUpgrading : undefined,
    mustExist: !config.upgrades,
    observe: (name) => ({
      ...telemetry.observeStore(name),
      onClockFault: ({ error }) => telemetry.backgroundFailed({ work: 'compare clocks', store: name, error }),
    }),
    onOtherStore: telemetry.otherStoreChanged,
  })
  const movable = createMovableClocks(config.clockStartMs, store.clock.now)
  const clock = config.isSandbox ? movable.now : () => store.clock.now()
  const { accessReader: access, appRegistry: apps, sharedActs: acts } = store
  const { lifecycleStore: lifecycle, webhookRegistry: webhooks } = store
  const meter = createCallMeter(store.usage, siblings && createSharedRates(siblings.takeCalls))
  const oldSecrets = createOldSecretUses(store.oldSecretLedger)
  const fullPhones = createFullPhoneReads({
    share: siblings?.shareFullPhones,
    announce: telemetry.fullPhonesRead,
    record: (alarm) => store.noticeRecorder.recordNotice(fullPhonesNotice(alarm)),
  })
  const phoneGuesses = createPhoneGuesses({
    appMissesPerMinute: config.unknownCodesPerMinute,
    digest: createKeyedDigest(siblings?.phoneKey ?? randomBytes(32)),
    share: siblings?.shareMisses,
    announce: telemetry.phonesTried,
    record: (alarm) => store.noticeRecorder.recordNotice(phonesTriedNotice(alarm)),
  })
  const mistakes = createAppMistakes(siblings?.shareMistakes)
  const refusals = createRefusalQueue({ log: store.refusalLog, telemetry })
  const methods = buildMethods(store, { refusals, calculations: new Calculations(longWorks) })
  const bulkWriter =
    turn &&
    createBulkWriter({
      start: (onMessage) =>
        startBulkThread({ dataDir: config.dataDir, masterKey: store.keyRotator.currentKey(), turn, onMessage }),
      refusals,
      telemetry,
      monotonicMs: () => performance.now(),
    })
  const newRequestId = createRequestIds(createRandomPool(randomBytes))
  const { reconciliationReader: reconciliation, dayReports: reports } = store
  const sandbox = config.isSandbox
    ? createSandbox({
        access,
        acts,
        apps,
        lifecycle,
        reconciliation,
        reports,
        callFor: (calling) => createMethodCall(methods, newRequestId, calling),
        randomBytes,
        webhooks,
        clocks: movable,
      })
    : undefined
  const dependencies: GatewayDependencies = {
    callers: store.accessReader,
    methods,
    bulkWriter: bulkWriter && {
      // The thread takes turns at writing the directory only.
      perform: (call) => (store.isOnlyHere(call.context.sellerId) ? bulkWriter.perform(call) : undefined),
    },
    longWorks,
    answers: config.cachedCoupons === 0 ? undefined : new AnswerCache(config.cachedCoupons),
    codeGuesses: createCodeGuesses(config.unknownCodesPerMinute, () => performance.now()),
    fullPhones,
    phoneGuesses,
    meter,
    oldSecrets,
    rememberSign: lifecycle.rememberSign,
    mayPass: isPassingFault,
    telemetry: withMistakes(telemetry, mistakes),
    clock,
    isSandbox: config.isSandbox,
    faultInjection: sandbox?.faults,
    newRequestId,
  }
  const gateway = createGateway(dependencies)
  const uploads = createUploads(dependencies, couponUpload({ lifecycle }))
  const people = {
    acts,
    operators: store.operatorRegistry,
    sessions: store.operatorSessions,
    passwords,
    consents: store.oauthGrants,
    randomBytes,
  }
  const demo = config.isDemo
    ? await openDemoChain({
        apps,
        lifecycle,
        randomBytes,
        sellers: store.sellerFinder,
        people,
        nowMs: clock(),
        call: createMethodCall(methods, newRequestId, demoCalling),
        reconciliation,
        reports,
        jobs: { ...jobParts(store), randomBytes: createRandomPool(randomBytes) },
      })
    : undefined
  const assets = openAssets()
  const post = createWebhookPost({ ...config, deliverToOwn: sandbox?.deliverToOwn })
  const http = await startHttpServer({
    ...config,
    gateway,
    longWorks,
    uploads,
    telemetry,
    readiness: readinessOf(store, telemetry),
    pages: [
      ...buildPages(sandbox, assets),
      ...consoleInterface({
        ...config,
        store,
        people,
        gateway: dependencies,
        mistakes,
        refusals,
        telemetry,
        assets,
        post,
      }),
    ],
    spoolFolder: join(config.dataDir, 'spool'),
  }).catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  const counts = { meter, oldSecrets, fullPhones, phoneGuesses, refusals }
  const background = together([
    startStoreWorks(store, {
      telemetry,
      clock,
      post,
      owner: randomBytes(16).toString('hex'),
      random: Math.random,
      randomBytes: createRandomPool(randomBytes),
    }),
    startSettlingCounts(counts, telemetry),
  ])
  const url = urlOf(http, http.isTls ? 'https' : 'http')
  const adminUrl = http.admin && urlOf(http.admin)
  // A server that listens on all addresses is reached on the loopback; one that listens on one address, only there.
  sandbox?.listensAt(/^(0\.0\.0\.0|::)$/.test(http.host) ? `http://127.0.0.1:${http.port}` : url)
  telemetry.serverStarted({ url, adminUrl })
  if (sandbox) options.announce?.({ zh: `沙箱: ${url}/sandbox\n`, en: `sandbox: ${url}/sandbox\n` })
  if (config.isDemo)
    options.announce?.(announceDemo(demo, { ...config, command: options.command, url, nowMs: clock() }))
  return {
    host: http.host,
    port: http.port,
    url,
    adminUrl,
    ownMetrics: telemetry.ownMetrics,
    retire: http.retire,
    async close({ workLimitMs, onCallsEnded } = {}) {
      await http.close()
      onCallsEnded?.()
      const ended = Promise.all([background.stop(), bulkWriter?.close()]).then(store.close)
      if (workLimitMs === undefined) await ended
      else if (!(await settledWithin(ended, workLimitMs))) telemetry.workNotEnded()
      telemetry.serverStopped()
      await log.close()
    },
  }
}

function urlOf({ host, port }: ListenPlace, scheme = 'http'): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

type ConsoleParts = Readonly<{
  store: Store
  people: ManageDependencies
  gateway: GatewayDependencies
  mistakes: AppMistakes
  refusals: RefusalSink
  telemetry: Telemetry
  allowPrivateWebhooks: boolean
  dataDir: string
  assets: Assets
  post: PostDelivery
}>

/** The console's interface: the methods of the gateway and its own, for operators who signed in. */
function consoleInterface({
  store,
  people,
  gateway,
  mistakes,
  refusals,
  telemetry,
  allowPrivateWebhooks,
  dataDir,
  assets,
  post,
}: ConsoleParts): readonly PageRoute[] {
  const own = consoleMethods({
    ...people,
    attempts: store.signInAttempts,
    notices: store.noticeRecorder,
    apps: store.appRegistry,
    mistakesOf: mistakes.of,
    isAddressOrRange,
    webhooks: store.webhookRegistry,
    events: store.eventReader,
    testWebhook: createTestWebhook({ webhooks: store.webhookRegistry, post, storeClock: store.clock.now }),
    isRefusedTarget: async (url) => !allowPrivateWebhooks && (await leadsToPrivateNetwork(url)),
    auditor: store.eventAuditor,
    lastAudits: store.lastAudits,
    ...jobParts(store),
    shopGroups: store.storedGroups,
    refusalLog: store.refusalLog,
    orders: store.orderReader,
    redemptions: store.redemptionReader,
    figures: store.figureReader,
    masterData: store.masterDataReader,
    storedPolicies: store.storedPolicies,
    reports: store.dayReports,
    requests: store.waitingRequests,
    refusals,
    erasures: store.erasures,
    retention: store.retentionReader,
    shadows: createShadowRuns(dataDir, crawlsOf(dataDir)),
  })
  const methods = new Map([...gateway.methods, ...own.map((method) => [method.definition.name, method] as const)])
  const shared = { ...people, listSellers: () => store.appRegistry.listSellers(), clock: gateway.clock }
  const newToken = () => randomBytes(32).toString('base64url')
  const oauth = oauthRoutes({
    ...shared,
    access: store.accessReader,
    grants: store.oauthGrants,
    notices: store.noticeRecorder,
    stylesheet: assets.stylesheet,
    browserScript: assets.browserScript,
    attempts: store.signInAttempts,
    isSameText,
    isAllowedIp,
    challengeOf: (verifier) => hash('sha256', verifier, 'base64url'),
    newToken,
    async mayAuthorize(name, sellerId) {
      const operator = await store.operatorRegistry.findOperator(name)
      return operator !== undefined && mayAuthorize(operator, sellerId)
    },
  })
  const ofConsole = consoleRoutes({
    ...shared,
    attempts: store.signInAttempts,
    browsers: store.knownBrowsers,
    views: store.savedViews,
    notices: store.noticeRecorder,
    jobs: store.jobStore,
    totp: totpCodes,
    newToken,
    answerConsole: createConsoleGateway(gateway, methods),
    isCommonPassword,
    policies: store.policyReader,
    telemetry,
  })
  return [...oauth, ...ofConsole]
}

function buildPages(sandbox: Sandbox | undefined, assets: Assets): readonly PageRoute[] {
  const ofSandbox = sandbox?.routes(assets) ?? sandboxNotice(assets)
  return [assets.route, ...documentationRoutes({ assets }), ...toolRoutes({ assets }), ...consolePages(), ...ofSandbox]
}

/** Reads and writes as calls do. The write is a row of the call ledger that no app has, so it changes no answer. */
function readinessOf(store: JoinedStore, telemetry: Telemetry): ReturnType<typeof createStoreReadiness> {
  const { directory, others } = store
  const read = ({ accessReader }: Store) => accessReader.findApp('')
  const write = ({ usage }: Store) => usage.addCalls('', 'ready', 1)
  const checkOther = (name: string) => async () => {
    const other = await others.find(name)
    await Promise.all([read(other), write(other)])
  }
  return createStoreReadiness(
    {
      read: () => read(directory),
      write: () => write(directory),
      otherStores: () => Object.fromEntries(others.names().map((name) => [`store ${name}`, checkOther(name)])),
      findLastAudit: () => directory.lastAudits.find(),
      clockState: () => directory.clock.state(),
    },
    telemetry,
  )
}
