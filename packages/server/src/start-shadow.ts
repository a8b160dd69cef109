import { randomBytes } from 'node:crypto'
import { defaultAdminPlace, type ListenPlace, type TlsFiles } from './config/server-config.ts'
import { transportLimits } from './config/transport-limits.ts'
import { createRandomPool } from './encryption/cipher.ts'
import { createRequestIds } from './gateway/call/incoming-call.ts'
import { RouteTable } from './http/answers/route-table.ts'
import { startAdminListener } from './http/listening/admin-listener.ts'
import { explainAdminPlace, listen } from './http/listening/listen.ts'
import { createPublicServer } from './http/listening/public-server.ts'
import { healthRoutes, type ReadyReport } from './http/listening/readiness.ts'
import { createComparedShare, processorTimes } from './shadow/compared-share.ts'
import { type ComparingObserver, createComparingObserver } from './shadow/comparing-observer.ts'
import { createMirror, type Mirror } from './shadow/mirror/mirror-client.ts'
import { startMirrorThread } from './shadow/mirror/mirror-thread.ts'
import { keepHalfClosed, refuseMalformed } from './shadow/passing/refuse-malformed.ts'
import { plainRouter, type RunningSwitch, runSwitch } from './shadow/routes/run-switch.ts'
import { refuseRoutes } from './shadow/routes/watch-routes.ts'
import { createShadowListener } from './shadow/shadow-listener.ts'
import type { Comparing } from './shadow/thread/comparing-messages.ts'
import { startComparingThread } from './shadow/thread/comparing-thread.ts'
import { connectUpstream } from './shadow/upstream/connect-upstream.ts'
import { readFingerprint, readServerUrl, readUpstreamUrl } from './shadow/upstream/upstream-url.ts'
import { createLogger } from './telemetry/logger.ts'
import { createShadowTelemetry } from './telemetry/shadow-telemetry.ts'

/** The options of `shadow`. */
export type ShadowOptions = Readonly<{
  host: string
  /** 0 picks a free port. */
  port: number
  /** `http(s)://host/router/rest` of the CRM that answers. */
  upstream: string
  /** SHA-256 fingerprint of the only certificate of the upstream that is accepted. */
  upstreamFingerprint?: string | undefined
  /** Limit from the head of a request to the end of its answer. */
  timeoutMs: number
  /** Whether the caller's address is added to `X-Forwarded-For`. */
  addsForwardedFor: boolean
  tls?: TlsFiles | undefined
  /** Address of `/metrics` and the details of `/ready`; default: loopback, the port plus 1,000. */
  adminListen?: ListenPlace | 'off' | undefined
  logLevel?: string | undefined
  /** The store with which answers are compared; undefined compares nothing. */
  compare?: Omit<Comparing, 'upstream' | 'port'> | undefined
  /** Where routes of an earlier run may be, if nothing is compared. */
  dataDir?: string | undefined
  /** `http(s)://host` of the Yaoquan server that answers the calls that are routed to it; needs `compare`. */
  ours?: string | undefined
  /** SHA-256 fingerprint of the only certificate of that server that is accepted. */
  oursFingerprint?: string | undefined
}>

export type RunningShadow = Readonly<{
  url: string
  port: number
  adminUrl: string | undefined
  /** Accepts no new connection, lets calls under way finish, and ends those that last more than 20 s. */
  close(): Promise<void>
}>

/** Each holds two connections and what their buffers hold. */
const maxCalls = 5_000

/**
 * Starts a process between callers and the CRM that answers them; calls pass once this resolves.
 * @throws OperatorError for what the person who started it can fix
 */
export async function startShadow(options: ShadowOptions): Promise<RunningShadow> {
  const upstreamUrl = readUpstreamUrl(options.upstream)
  const fingerprint = options.upstreamFingerprint && readFingerprint(options.upstreamFingerprint)
  const oursFingerprint = options.oursFingerprint && readFingerprint(options.oursFingerprint, '--ours-fingerprint')
  const log = createLogger(options.logLevel ?? 'info')
  const telemetry = createShadowTelemetry(log.logger, {
    droppedLines: log.droppedLines,
    monotonicMs: () => performance.now(),
  })
  const handshakeMs = Math.min(options.timeoutMs, transportLimits.handshakeTimeoutMs)
  const upstream = connectUpstream(upstreamUrl, fingerprint, handshakeMs)
  const ours =
    options.ours === undefined ? undefined : connectUpstream(readServerUrl(options.ours), oursFingerprint, handshakeMs)
  const { compare } = options
  let mirror: Mirror | undefined
  const startMirror = (port: number): Mirror | undefined =>
    compare &&
    ours &&
    createMirror({
      start: (receive) =>
        startMirrorThread(
          {
            dataDir: compare.dataDir,
            storeUrl: compare.storeUrl,
            masterKey: compare.masterKey,
            port,
            upstreamUrl: options.upstream,
            upstreamFingerprint: options.upstreamFingerprint,
          },
          receive,
        ),
      telemetry,
      onDiffered: (write) => comparing?.differed(write),
    })
  const startSwitch = (port: number) =>
    compare &&
    runSwitch({
      run: { dataDir: compare.dataDir, sellerId: compare.sellerId, upstream: upstreamUrl.host, port },
      upstream,
      ours,
      mirror: {
        put: (exchange) => mirror?.put(exchange) ?? Promise.resolve(false),
        counts: () => mirror?.counts(),
        problem: () => (ours === undefined ? undefined : mirror === undefined ? 'starting' : mirror.problem()),
        close: async () => mirror?.close(),
      },
      seesLess: () => comparing?.problem(),
      startedAtMs: Date.now(),
      telemetry,
    })
  if (compare === undefined && options.dataDir !== undefined) {
    refuseRoutes({ dataDir: options.dataDir, port: options.port })
  }
  let switching: RunningSwitch | undefined
  const plain = plainRouter(upstream)
  let isStopping = false
  let comparing: ComparingObserver | undefined
  const readiness = async (): Promise<ReadyReport> =>
    isStopping
      ? { isReady: false, checks: { server: 'stopping' } }
      : { isReady: true, checks: checksOf(comparing, switching) }
  const listener = createShadowListener({
    upstream,
    deadlineMs: options.timeoutMs,
    addsForwardedFor: options.addsForwardedFor,
    newRequestId: createRequestIds(createRandomPool(randomBytes)),
    routes: new RouteTable(healthRoutes(readiness, false)),
    telemetry,
    maxCalls,
    maxPipelined: transportLimits.maxPipelined,
    isStopping: () => isStopping,
    // Calls pass while the port of the report is not known yet.
    observer: {
      copyCall: (call) => comparing?.copyCall(call),
      callEnded: (...ended) => comparing?.callEnded(...ended),
    },
    router: {
      choose: (exchange) => (switching?.router ?? plain).choose(exchange),
      isCompared: (exchange, route) => (switching?.router ?? plain).isCompared(exchange, route),
      counts: () => (switching?.router ?? plain).counts(),
    },
  })
  const { server, pair } = createPublicServer(listener, { tls: options.tls, telemetry })
  server.on('checkContinue', listener)
  refuseMalformed(server, (code) => telemetry.requestMalformed(code))
  keepHalfClosed(server)
  // Once nothing but the port can fail, and before the first call; a port that the system chooses has no routes yet.
  if (options.port !== 0) switching = startSwitch(options.port)
  const giveUp = async (error: unknown): Promise<never> => {
    await mirror?.close()
    await switching?.close()
    throw error
  }
  const place = await listen(server, options, transportLimits.maxConnections).catch(giveUp)
  mirror = startMirror(place.port)
  const adminPlace =
    options.adminListen === 'off' ? undefined : (options.adminListen ?? defaultAdminPlace(options.port))
  const admin =
    adminPlace &&
    (await startAdminListener(adminPlace, { telemetry, readiness }).catch((error: unknown) => {
      server.close()
      return giveUp(explainAdminPlace(error))
    }))
  const url = urlOf(place, pair === undefined ? 'http' : 'https')
  const adminUrl = admin && urlOf(admin, 'http')
  switching ??= startSwitch(place.port)
  switching?.tell()
  if (compare !== undefined) {
    const target = { ...compare, upstream: upstreamUrl.host, port: place.port }
    comparing = createComparingObserver({
      start: (receive) => startComparingThread(target, receive),
      telemetry,
      monotonicMs: () => performance.now(),
      share: createComparedShare({ processorTimes, random: Math.random }),
      learns: compare.learns === true,
    })
  }
  telemetry.shadowStarted({ url, adminUrl, upstream: upstreamUrl.host, ours: ours?.url.host })
  return {
    url,
    port: place.port,
    adminUrl,
    async close() {
      isStopping = true
      const ended = new Promise((resolve) => server.close(resolve))
      const limit = setTimeout(() => server.closeAllConnections(), transportLimits.drainTimeoutMs)
      await Promise.all([ended, admin?.close()])
      clearTimeout(limit)
      // It may still tell the comparing thread of a write.
      await mirror?.close()
      await comparing?.close()
      pair?.stop()
      await switching?.close()
      upstream.close()
      ours?.close()
      telemetry.shadowStopped()
      await log.close()
    },
  }
}

/** The shadow is ready while calls pass, also when it sees less. */
function checksOf(
  comparing: ComparingObserver | undefined,
  switching: RunningSwitch | undefined,
): ReadyReport['checks'] {
  if (comparing === undefined || switching === undefined) return { server: 'ok' }
  const problem = comparing.problem()
  const checks = {
    server: 'ok',
    comparing: problem === undefined ? 'ok' : `sees less: ${problem.en}`,
    routes: switching.problem() ?? 'ok',
  }
  const learned = comparing.learned()
  if (learned === undefined) return checks
  const { created, moved, notLearned, orders, failedAnswers } = learned
  const lost = failedAnswers === 0 ? '' : `, ${failedAnswers} answers failed`
  return {
    ...checks,
    learning: `${created} coupons, ${moved} changes, ${orders} orders, ${notLearned} not learned${lost}`,
  }
}

function urlOf({ host, port }: ListenPlace, scheme: string): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
