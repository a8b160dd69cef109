import { type IncomingMessage, METHODS, type Server } from 'node:http'
import type { Socket } from 'node:net'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type { Gateway } from '../gateway/gateway.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { hostHeaders } from './host-headers.ts'
import { addRouterRoutes, send, toIncomingCall } from './router-routes.ts'
import { transportLimits } from './transport-limits.ts'

export type HttpServer = Readonly<{
  host: string
  port: number
  /** Refuses new calls, waits for those in flight, then closes. */
  close(): Promise<void>
}>

type HttpParts = Readonly<{
  host: string
  port: number
  gateway: Gateway
  telemetry: Telemetry
  /** Whether the store answers. */
  isReady: () => Promise<boolean>
}>

/** Listens, and answers once it resolves. Rejects with the system's error (EADDRINUSE, EACCES …) when it cannot. */
export async function startHttpServer(parts: HttpParts): Promise<HttpServer> {
  const headers = hostHeaders(parts.host)
  let isStopping = false
  const app = createApp()
  acceptAnyBody(app)
  addRouterRoutes(app, { gateway: parts.gateway, headers, isStopping: () => isStopping })
  addOperationRoutes(app, parts, () => isStopping)
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain; charset=utf-8').send('404 Not Found'))
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (!request.url.startsWith('/router/')) throw error
    const rule = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? '请求体超过10MB' : '请求体无法读取'
    if (error.statusCode === undefined || error.statusCode >= 500) {
      parts.telemetry.backgroundFailed({ work: 'http', error })
      return send(parts.gateway.answerRefusal(toIncomingCall(request), 'remoteServiceError'), reply, headers)
    }
    return send(parts.gateway.answerRefusal(toIncomingCall(request), 'parameterError', { rule }), reply, headers)
  })
  app.server.maxConnections = transportLimits.maxConnections
  const connections = watchConnections(app.server)
  await app.listen({ host: parts.host, port: parts.port })
  const address = app.server.address()
  return {
    host: parts.host,
    port: address !== null && typeof address === 'object' ? address.port : parts.port,
    async close() {
      isStopping = true
      const deadline = setTimeout(() => app.server.closeAllConnections(), transportLimits.drainTimeoutMs)
      connections.closeUnused()
      await app.close()
      clearTimeout(deadline)
    },
  }
}

/**
 * Node closes connections that are idle after a request, but not those that never sent one: a load balancer's spare
 * connections would hold up the end until the limit.
 */
function watchConnections(server: Server): Readonly<{ closeUnused: () => void }> {
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage) => unused.delete(socket))
  return {
    closeUnused() {
      for (const socket of unused) socket.destroy()
    },
  }
}

function createApp(): FastifyInstance {
  const app = Fastify({
    bodyLimit: transportLimits.maxBodyBytes,
    requestTimeout: transportLimits.requestTimeoutMs,
    keepAliveTimeout: transportLimits.keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
    logger: false,
    http: { maxHeaderSize: transportLimits.maxHeaderBytes, headersTimeout: transportLimits.headersTimeoutMs },
  })
  for (const verb of METHODS) {
    if (verb !== 'CONNECT' && !app.supportedMethods.includes(verb)) app.addHttpMethod(verb)
  }
  return app
}

/** The gateway reads bodies itself, whatever content type an SDK invents (one sends `www-form-urlencoded`). */
function acceptAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

function addOperationRoutes(app: FastifyInstance, parts: HttpParts, isStopping: () => boolean): void {
  app.get('/health', async () => ({ status: 'up' }))
  app.get('/ready', async (_request, reply) => {
    const isReady = !isStopping() && (await parts.isReady())
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' })
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(parts.telemetry.metricsContentType).send(await parts.telemetry.metricsText()),
  )
}
