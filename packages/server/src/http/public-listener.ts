import type { RequestListener } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import { answerRoute, normalizedPath, type RouteTable, requestTarget } from './answers/route-table.ts'
import { streamAnswer, writeAnswer } from './answers/write-answer.ts'
import type { Endpoint, Exchange } from './calls/endpoint.ts'
import type { RouterRequest } from './calls/router-endpoint.ts'

type ListenerDependencies = Endpoint &
  Readonly<{
    answerRouter: (request: RouterRequest) => Promise<void>
    answerUpload: (exchange: Exchange) => Promise<void>
    routes: RouteTable
  }>

/** Gives each request of the public port to what answers its path: the router, the uploads or a route. */
export function createPublicListener(dependencies: ListenerDependencies): RequestListener {
  const { answerRouter, answerUpload, guard } = dependencies
  return (request, response) => {
    const { path, queryString } = requestTarget(request.url ?? '')
    const callPath = normalizedPath(path)
    const exchange = { request, response, queryString }
    // An upload has a deadline for each piece instead of one for the whole body.
    if (callPath === '/upload/coupons') return void answerUpload(exchange)
    guard.bodyDeadlines.watch(request)
    if (callPath === '/router/rest' || callPath === '/router/batch') {
      return void answerRouter({ ...exchange, path: callPath })
    }
    void answerOther(exchange, dependencies)
  }
}

async function answerOther(
  { request, response }: Exchange,
  { routes, guard, isDraining, onFault }: ListenerDependencies,
): Promise<void> {
  try {
    const answer = await answerRoute(request, routes, (error) => onFault('http', error))
    if (answer === undefined) return
    if (isDraining()) response.setHeader('connection', 'close')
    const { rest } = answer
    if (rest !== undefined) {
      response.setTimeout(transportLimits.unreadTimeoutMs, () => response.destroy())
      return await streamAnswer(response, { ...answer, rest })
    }
    const client = guard.connections.of(request.socket)?.client ?? request.socket
    writeAnswer(response, answer)
    guard.unread.track(response, answer.body.length, client)
  } catch (error) {
    onFault('http', error)
    response.destroy()
  }
}
