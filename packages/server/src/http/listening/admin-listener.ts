import type { ListenPlace } from '#config/server-config'
import { transportLimits } from '#config/transport-limits'
import { answerRoute, type Route, RouteTable } from '#http/answers/route-table'
import { textAnswer, writeAnswer } from '#http/answers/write-answer'
import type { Telemetry } from '#telemetry/telemetry'
import { listen } from './listen.ts'
import { healthRoutes, type ReadyReport } from './readiness.ts'

const { createServer } = process.getBuiltinModule('node:http')

/** The listener for operators. Its pages are not public and are expensive. */
export type AdminListener = ListenPlace &
  Readonly<{
    /** Ends idle connections, lets answers under way finish, and resolves when none is left. */
    close(): Promise<void>
  }>

type AdminDependencies = Readonly<{
  telemetry: Pick<Telemetry, 'metricsText' | 'metricsContentType' | 'backgroundFailed'>
  readiness: () => Promise<ReadyReport>
}>

/**
 * Serves `/metrics` (Prometheus), `/ready` (with details) and `/health` on a port of its own.
 * @throws OperatorError when the port cannot be listened on
 */
export async function startAdminListener(
  place: ListenPlace,
  { telemetry, readiness }: AdminDependencies,
): Promise<AdminListener> {
  const metrics = async () => textAnswer(200, await telemetry.metricsText(), telemetry.metricsContentType)
  const metricsRoute: Route = { verb: 'GET', path: '/metrics', answer: metrics }
  const routes = new RouteTable([...healthRoutes(readiness, true), metricsRoute])
  const onFault = (error: unknown) => telemetry.backgroundFailed({ work: 'admin', error })
  const server = createServer(serverOptions, async (request, response) => {
    const answer = await answerRoute(request, routes, onFault)
    if (answer !== undefined) writeAnswer(response, answer)
  })
  const listening = await listen(server, place, transportLimits.maxAdminConnections)
  return {
    ...listening,
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
