import { createServer, type Server, type ServerResponse } from 'node:http'
import type { ListenPlace } from '#config/admin-place'
import { transportLimits } from '#config/transport-limits'
import { requestTarget } from '#http/calls/request-target'
import { limitConnections } from '#http/listening/limit-connections'
import type { Telemetry } from '#telemetry/telemetry'
import type { ReadyReport } from './readiness.ts'

/** Listens for those who run the server: what strangers have no business to see, or could make dear by asking often. */
export type AdminListener = Readonly<{
  host: string
  port: number
  /** Ends idle connections, lets answers under way finish, and resolves when none is left. */
  close(): Promise<void>
}>

type AdminParts = Readonly<{
  telemetry: Pick<Telemetry, 'metricsText' | 'metricsContentType' | 'backgroundFailed'>
  readiness: () => Promise<ReadyReport>
}>

/**
 * `/metrics` (Prometheus), `/ready` (with details) and `/health` on a port of their own.
 * Rejects with the system's error (EADDRINUSE, EACCES …) when it cannot listen.
 */
export async function startAdminListener(place: ListenPlace, parts: AdminParts): Promise<AdminListener> {
  const server = createServer(serverOptions, ({ url = '', method = '' }, response) => {
    answer({ path: requestTarget(url).path, verb: method, response }, parts).catch((error: unknown) => {
      parts.telemetry.backgroundFailed({ work: 'admin', error })
      response.destroy()
    })
  })
  limitConnections(server, transportLimits.maxAdminConnections)
  await listen(server, place)
  const address = server.address()
  return {
    host: place.host,
    port: address !== null && typeof address === 'object' ? address.port : place.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), transportLimits.lingerMs).unref()
      }),
  }
}

const serverOptions = {
  headersTimeout: transportLimits.headersTimeoutMs,
  requestTimeout: transportLimits.headersTimeoutMs,
  connectionsCheckingInterval: transportLimits.sweepIntervalMs,
} as const

function listen(server: Server, { host, port }: ListenPlace): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

type Exchange = Readonly<{ path: string; verb: string; response: ServerResponse }>

async function answer({ path, verb, response }: Exchange, { telemetry, readiness }: AdminParts): Promise<void> {
  if (verb !== 'GET' && verb !== 'HEAD') return send(response, 405, 'text/plain', '405 Method Not Allowed')
  if (path === '/metrics') return send(response, 200, telemetry.metricsContentType, await telemetry.metricsText())
  if (path === '/health') return send(response, 200, 'application/json', '{"status":"up"}')
  if (path !== '/ready') return send(response, 404, 'text/plain', '404 Not Found')
  const { isReady, checks } = await readiness()
  const body = JSON.stringify({ status: isReady ? 'ready' : 'not ready', checks })
  return send(response, isReady ? 200 : 503, 'application/json', body)
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  const headers = {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  }
  response.writeHead(status, headers).end(body)
}
