import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { ListenPlace, ServerConfig } from '#config/server-config'
import { transportLimits } from '#config/transport-limits'
import type { Gateway } from '#gateway/gateway'
import type { Uploads } from '#gateway/upload/uploads'
import type { PageRoute } from '#site/page-route'
import type { Telemetry } from '#telemetry/telemetry'
import type { LongWorks } from '#turns/task-queues'
import { pageRoutes } from './answers/page-routes.ts'
import { RouteTable } from './answers/route-table.ts'
import { hostHeaders } from './answers/write-answer.ts'
import type { Endpoint } from './calls/endpoint.ts'
import { createRouterEndpoint } from './calls/router-endpoint.ts'
import { createUploadEndpoint } from './calls/upload-endpoint.ts'
import { createClientAddresses } from './connections/clients.ts'
import { createTransportGuard, inTurn } from './connections/transport-guard.ts'
import { type AdminListener, startAdminListener } from './listening/admin-listener.ts'
import { explainAdminPlace, listen } from './listening/listen.ts'
import { createPublicServer } from './listening/public-server.ts'
import { healthRoutes, type ReadyReport } from './listening/readiness.ts'
import { createPublicListener } from './public-listener.ts'
import { createSpoolFolder } from './requests/spool-folder.ts'

export type HttpServer = Readonly<{
  host: string
  port: number
  isTls: boolean
  admin: ListenPlace | undefined
  /**
   * Accepts no new connection; on open ones each answer is the last. No call is refused. Resolves when the last
   * connection is closed, or when the limit has passed; `close` comes after it.
   */
  retire(): Promise<void>
  /** Refuses new calls, waits for those in flight, then closes. */
  close(): Promise<void>
}>

type HttpDependencies = Pick<ServerConfig, 'host' | 'port' | 'maxUploadBytes' | 'proxyTrust' | 'tls' | 'adminPlace'> &
  Readonly<{
    gateway: Gateway
    longWorks: LongWorks
    uploads: Uploads
    /** Holds bodies that may not be processed yet; created when first needed. */
    spoolFolder: string
    telemetry: Telemetry
    /** Whether calls can be answered; the public port shows no details. */
    readiness: () => Promise<ReadyReport>
    pages: readonly PageRoute[]
  }>

/**
 * Listens, and answers once it resolves.
 * @throws OperatorError when a port cannot be listened on, or certificate and key cannot be used
 */
export async function startHttpServer(dependencies: HttpDependencies): Promise<HttpServer> {
  const { telemetry, proxyTrust, pages, adminPlace } = dependencies
  let phase: 'serving' | 'retiring' | 'stopping' = 'serving'
  const readiness = async () => (phase === 'stopping' ? stoppingNow : dependencies.readiness())
  const guard = createTransportGuard(createClientAddresses(proxyTrust), telemetry)
  const endpoint: Endpoint = {
    guard,
    isStopping: () => phase === 'stopping',
    isDraining: () => phase !== 'serving',
    onFault: (work, error) => telemetry.backgroundFailed({ work, error }),
  }
  const listener = createPublicListener({
    ...endpoint,
    ...(await createEndpoints(endpoint, dependencies)),
    routes: new RouteTable([
      ...healthRoutes(readiness, false),
      ...pageRoutes(pages, { addresses: guard.addresses, crumbs: guard.connections.crumbs }),
    ]),
  })
  const { server, pair } = createPublicServer(inTurn(listener, guard), dependencies)
  guard.connections.watch(server, { isTls: pair !== undefined })
  const place = await listen(server, dependencies, transportLimits.maxConnections)
  const admin = adminPlace && (await startAdmin(adminPlace, { telemetry, readiness }, server))
  return {
    ...place,
    isTls: pair !== undefined,
    admin: admin && { host: admin.host, port: admin.port },
    async retire() {
      phase = 'retiring'
      void admin?.close()
      await stopListening(server)
    },
    async close() {
      phase = 'stopping'
      const deadlines = [
        setTimeout(() => guard.connections.endUnfinished(), transportLimits.unprovenDrainMs),
        setTimeout(() => server.closeAllConnections(), transportLimits.drainTimeoutMs),
      ]
      guard.connections.closeUnused()
      await Promise.all([closed(server), admin?.close()])
      for (const deadline of deadlines) clearTimeout(deadline)
      pair?.stop()
      guard.stop()
    },
  }
}

const stoppingNow: ReadyReport = { isReady: false, checks: { server: 'stopping' } }

async function createEndpoints(endpoint: Endpoint, dependencies: HttpDependencies) {
  const { gateway, longWorks, uploads, maxUploadBytes: maxBytes, host, spoolFolder } = dependencies
  const disk = { folder: spoolFolder, minFreeBytes: transportLimits.minFreeDiskBytes }
  const spools = createSpoolFolder({ ...disk, maxBytes: transportLimits.maxSpooledBytes })
  const uploadSpools = createSpoolFolder({ ...disk, maxBytes: transportLimits.maxSpooledUploads * maxBytes })
  // A server with leftovers serves as well; they only use up space.
  await spools.removeLeftovers().catch((error: unknown) => endpoint.onFault('http', error))
  return {
    answerRouter: createRouterEndpoint({ ...endpoint, gateway, longWorks, spools, headers: hostHeaders(host) }),
    answerUpload: createUploadEndpoint({ ...endpoint, uploads, maxBytes, spools: uploadSpools }),
  }
}

/** Runs after the public port is bound, so that a second start of the server reports that port first. */
async function startAdmin(
  place: ListenPlace,
  dependencies: Parameters<typeof startAdminListener>[1],
  publicServer: Server,
): Promise<AdminListener> {
  try {
    return await startAdminListener(place, dependencies)
  } catch (error) {
    await closed(publicServer)
    throw explainAdminPlace(error)
  }
}

/** Ends idle connections and resolves when the last connection is closed. */
function closed(server: Server): Promise<void> {
  // The error says that the server did not listen any more, after `retire`.
  return new Promise((resolve) => server.close(() => resolve()))
}

/**
 * The close of node:http would end idle connections immediately, and with them a call that its caller is just sending.
 * This one keeps them: each ends after its next answer, or when its keep-alive time is over.
 */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, transportLimits.retireTimeoutMs)
    NetServer.prototype.close.call(server, () => {
      clearTimeout(limit)
      resolve()
    })
  })
}
