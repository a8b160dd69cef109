import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { writeAnswer } from './answers/write-answer.ts'
import type { RouterPath } from './calls/router-endpoint.ts'
import type { BodyDeadlines } from './connections/body-deadlines.ts'
import type { TransportGuard } from './connections/transport-guard.ts'
import { normalizedPath, requestTarget } from './requests/request-target.ts'
import { answerRoute } from './routes/answer-route.ts'
import type { RouteTable } from './routes/route-table.ts'

type CallRequest = Readonly<{ request: IncomingMessage; response: ServerResponse; queryString: string }>

type ListenerDependencies = Readonly<{
  answerRouter: (request: CallRequest & Readonly<{ path: RouterPath }>) => Promise<void>
  answerUpload: (request: CallRequest) => Promise<void>
  /** Pages, health and readiness. */
  routes: RouteTable
  bodyDeadlines: BodyDeadlines
  guard: Pick<TransportGuard, 'connections' | 'unread'>
  /** Whether each answer is the last of its connection. */
  isDraining: () => boolean
  /** Called with errors of the server itself. */
  onFault: (error: unknown) => void
}>

/** Gives each request of the public port to what answers its path: the router, the uploads or a route. */
export function createPublicListener(dependencies: ListenerDependencies): RequestListener {
  const { answerRouter, answerUpload, bodyDeadlines } = dependencies
  return (request, response) => {
    const { path, queryString } = requestTarget(request.url ?? '')
    const callPath = normalizedPath(path)
    // An upload has a deadline for each piece instead of one for the whole body.
    if (callPath === '/upload/coupons') return void answerUpload({ request, response, queryString })
    bodyDeadlines.watch(request)
    if (callPath === '/router/rest' || callPath === '/router/batch') {
      return void answerRouter({ request, response, path: callPath, queryString })
    }
    void answerOther(request, response, dependencies)
  }
}

async function answerOther(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, guard, isDraining, onFault }: ListenerDependencies,
): Promise<void> {
  try {
    const answer = await answerRoute(request, routes, onFault)
    if (answer === undefined) return
    if (isDraining()) response.setHeader('connection', 'close')
    const client = guard.connections.of(request.socket)?.client ?? request.socket
    writeAnswer(response, answer)
    guard.unread.track(response, answer.body.length, client)
  } catch (error) {
    onFault(error)
    response.destroy()
  }
}
