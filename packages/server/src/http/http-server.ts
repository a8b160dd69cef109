import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { ListenPlace } from '#config/admin-place'
import type { ProxyTrust } from '#config/proxy-trust'
import type { TlsFiles } from '#config/server-config'
import { transportLimits } from '#config/transport-limits'
import type { Gateway } from '#gateway/gateway'
import type { UploadDesk } from '#gateway/upload/upload-desk'
import type { PageRoute } from '#site/page-route'
import type { Telemetry } from '#telemetry/telemetry'
import type { LongWorks } from '#turns/long-works'
import { createSpoolRoom, type SpoolRoom } from './bodies/spool-folder.ts'
import { hostHeaders } from './calls/host-headers.ts'
import { createRouterEndpoint, type RouterEndpoint } from './calls/router-endpoint.ts'
import { createUploadEndpoint, type UploadEndpoint } from './calls/upload-endpoint.ts'
import { createLateBodies, type LateBodies } from './connections/body-deadlines.ts'
import { createClientAddresses } from './connections/client-address.ts'
import { createTransportGuard, type TransportGuard } from './connections/transport-guard.ts'
import { type AdminListener, startAdminListener } from './health/admin-listener.ts'
import type { ReadyReport } from './health/readiness.ts'
import { createPublicServer } from './listening/public-server.ts'
import type { FollowedPair } from './listening/tls-pair.ts'
import { addPageRoutes } from './pages/page-router.ts'

export type HttpServer = Readonly<{
  host: string
  port: number
  isTls: boolean
  /** Where metrics are. */
  admin: ListenPlace | undefined
  /** Reads certificate and key again; undefined without TLS. */
  reloadTls: (() => void) | undefined
  /**
   * Takes no new connection, and goes on answering on those that stand, each answer being the last of its connection.
   * No call is refused. Resolves when the last connection is gone, or when the limit has passed; `close` comes after it.
   */
  retire(): Promise<void>
  /** Refuses new calls, waits for those in flight, then closes. */
  close(): Promise<void>
}>

type HttpParts = Readonly<{
  host: string
  port: number
  gateway: Gateway
  /** Of the process. */
  longWorks: LongWorks
  uploads: UploadDesk
  /** Of one upload. */
  maxUploadBytes: number
  /** For bodies that may not be worked on yet; made when first needed. */
  spoolFolder: string
  telemetry: Telemetry
  proxyTrust: ProxyTrust | undefined
  /** Whether calls can be answered: the store reads and writes. The public port shows the flag alone. */
  readiness: () => Promise<ReadyReport>
  /** Undefined: plain HTTP. */
  tls: TlsFiles | undefined
  /** Where metrics are; undefined: nowhere. */
  adminPlace: ListenPlace | undefined
  /** What people read with a browser. */
  pages: readonly PageRoute[]
}>

/** Listens, and answers once it resolves. Rejects with the system's error (EADDRINUSE, EACCES …) when it cannot. */
export async function startHttpServer(parts: HttpParts): Promise<HttpServer> {
  let phase: Phase = 'serving'
  const isStopping = () => phase === 'stopping'
  const isLeaving = () => phase !== 'serving'
  const addresses = createClientAddresses(parts.proxyTrust)
  const guard = createTransportGuard(addresses, parts.telemetry)
  const disk = { folder: parts.spoolFolder, minFreeBytes: transportLimits.minFreeDiskBytes }
  const spools = createSpoolRoom({ ...disk, maxBytes: transportLimits.maxSpooledBytes })
  const uploadSpools = createSpoolRoom({
    ...{ ...disk, maxBytes: transportLimits.maxSpooledUploads * parts.maxUploadBytes },
  })
  await removeLeftovers(spools, parts.telemetry)
  const answerRouter = createRouterEndpoint({
    gateway: parts.gateway,
    longWorks: parts.longWorks,
    addresses,
    load: guard.load,
    unread: guard.unread,
    spools,
    headers: hostHeaders(parts.host),
    isStopping,
    isLeaving,
    onFault: (error) => parts.telemetry.backgroundFailed({ work: 'http', error }),
  })
  const answerUpload = createUploadEndpoint({
    ...{ desk: parts.uploads, addresses, connections: guard.connections, spools: uploadSpools },
    ...{ maxBytes: parts.maxUploadBytes, isStopping, isLeaving },
    onFault: (error) => parts.telemetry.backgroundFailed({ work: 'upload', error }),
  })
  const lateBodies = createLateBodies(transportLimits.requestTimeoutMs)
  const { app, pair } = createApp({ answerRouter, answerUpload, lateBodies, guard, isLeaving }, parts)
  const readiness = async () => (isStopping() ? stoppingNow : parts.readiness())
  addOperationRoutes(app, readiness)
  await addPageRoutes(app, parts.pages, addresses)
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain; charset=utf-8').send('404 Not Found'))
  guard.watch(app.server, { isTls: pair !== undefined })
  await app.listen({ host: parts.host, port: parts.port })
  const admin = await startAdmin(parts, readiness, app)
  const address = app.server.address()
  return {
    host: parts.host,
    port: address !== null && typeof address === 'object' ? address.port : parts.port,
    isTls: pair !== undefined,
    reloadTls: pair?.reload,
    admin: admin && { host: admin.host, port: admin.port },
    async retire() {
      phase = 'retiring'
      void admin?.close()
      await stopListening(app.server)
    },
    async close() {
      phase = 'stopping'
      const deadline = setTimeout(() => app.server.closeAllConnections(), transportLimits.drainTimeoutMs)
      guard.connections.closeUnused()
      await Promise.all([app.close(), admin?.close()])
      clearTimeout(deadline)
      pair?.stop()
      lateBodies.stop()
      guard.stop()
    },
  }
}

const stoppingNow: ReadyReport = { isReady: false, checks: { server: 'stopping' } }

/** Without it the server serves as well; the leftovers take room at most. */
async function removeLeftovers(spools: SpoolRoom, telemetry: Telemetry): Promise<void> {
  try {
    await spools.removeLeftovers()
  } catch (error) {
    telemetry.backgroundFailed({ work: 'http', error })
  }
}

type Phase = 'serving' | 'retiring' | 'stopping'

/** The public port is listened on before: who starts a server twice is told of that one. */
async function startAdmin(
  { adminPlace, telemetry }: HttpParts,
  readiness: HttpParts['readiness'],
  app: FastifyInstance,
): Promise<AdminListener | undefined> {
  if (adminPlace === undefined) return undefined
  try {
    return await startAdminListener(adminPlace, { telemetry, readiness })
  } catch (error) {
    await app.close()
    throw new AdminListenFault(adminPlace, { cause: error })
  }
}

/** The port of the metrics cannot be listened on; the system's error is the cause. */
export class AdminListenFault extends Error {
  override readonly name = 'AdminListenFault'
  readonly place: ListenPlace

  constructor(place: ListenPlace, options: Readonly<{ cause: unknown }>) {
    super('cannot listen for metrics', options)
    this.place = place
  }
}

/**
 * The close of node:http would end idle connections at once, and with them the call that a caller is just sending. This
 * one lets them be: each ends after its next answer, or when its keep-alive time is over.
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

type Desks = Readonly<{
  answerRouter: RouterEndpoint
  answerUpload: UploadEndpoint
  lateBodies: LateBodies
  guard: TransportGuard
  isLeaving: () => boolean
}>

type App = Readonly<{ app: FastifyInstance; pair: FollowedPair | undefined }>

/** Fastify serves what neither the router nor the uploads do. */
function createApp({ answerRouter, answerUpload, lateBodies, guard, isLeaving }: Desks, parts: HttpParts): App {
  let answerOther: RequestListener = () => undefined
  const listener: RequestListener = (request, response) => {
    if (answerUpload(request, response)) return
    lateBodies.watch(request)
    if (answerRouter(request, response)) return
    if (isLeaving()) response.setHeader('connection', 'close')
    followAnswer(request, response, guard)
    answerOther(request, response)
  }
  const { server, pair } = createPublicServer(guard.inTurn(listener), parts)
  const app = Fastify({
    bodyLimit: transportLimits.maxBodyBytes,
    return503OnClosing: false,
    exposeHeadRoutes: false,
    logger: false,
    serverFactory(answer) {
      answerOther = answer
      return server
    },
  })
  return { app, pair }
}

/** What Fastify answers is written whole as well. */
function followAnswer(
  { socket }: IncomingMessage,
  response: ServerResponse,
  { connections, unread }: TransportGuard,
): void {
  const client = connections.of(socket)?.client ?? socket
  response.once('prefinish', () => unread.follow(response, Number(response.getHeader('content-length') ?? 0), client))
}

function addOperationRoutes(app: FastifyInstance, readiness: HttpParts['readiness']): void {
  app.get('/health', async () => ({ status: 'up' }))
  app.get('/ready', async (_request, reply) => {
    const { isReady } = await readiness()
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' })
  })
}
