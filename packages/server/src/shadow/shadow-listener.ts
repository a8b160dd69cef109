import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { answerRoute, normalizedPath, type RouteTable, requestTarget } from '#http/answers/route-table'
import { writeAnswer } from '#http/answers/write-answer'
import type { ShadowTelemetry } from '#telemetry/shadow-telemetry'
import { type CallCopy, copyHead } from './passing/call-copy.ts'
import type { PassedExchange } from './passing/chosen-side.ts'
import { ownError, unansweredCall } from './passing/own-error.ts'
import { type PassEnd, type Passing, type PassOutcome, passCall } from './passing/pass-call.ts'
import type { CallRouter } from './routes/call-router.ts'

type ShadowListening = Omit<Passing, 'onEnd' | 'chooseSide'> &
  Readonly<{
    router: CallRouter
    /** Answers what is no call: `/health` and `/ready`. */
    routes: RouteTable
    telemetry: ShadowTelemetry
    /** Calls under way at the same time; further ones are answered with code 10. */
    maxCalls: number
    /** Calls that wait on one connection for the one before; above that the connection is ended. */
    maxPipelined: number
    /** Whether each answer is the last of its connection. */
    isStopping: () => boolean
    observer: CallObserver
  }>

/** Sees calls pass. It must neither throw nor wait. */
export type CallObserver = Readonly<{
  /** @returns undefined for a call of which nothing is to be kept */
  copyCall(call: Pick<PassedExchange, 'request' | 'path' | 'queryString'>): CallCopy | undefined
  /** @param isCompared false: the routes want no comparison */
  callEnded(outcome: PassOutcome, copy: CallCopy, isCompared: boolean): void
}>

/** Passes every call on, known method or not, and answers the other paths itself. */
export function createShadowListener(listening: ShadowListening): RequestListener {
  const { routes, router, telemetry, observer, isStopping, maxCalls, maxPipelined } = listening
  let underWay = 0
  const pass = (exchange: Omit<PassedExchange, 'copy'>) => {
    const copy = observer.copyCall(exchange) ?? copyHead()
    const startedMs = performance.now()
    underWay += 1
    telemetry.callBegan()
    const passed = { ...exchange, copy }
    const onEnd = ({ outcome, error, route }: PassEnd) => {
      underWay -= 1
      telemetry.callEnded({ outcome, durationMs: performance.now() - startedMs, route, error })
      observer.callEnded(outcome, copy, router.isCompared(passed, route))
    }
    passCall(passed, { ...listening, chooseSide: router.choose, onEnd })
  }
  return inTurn((request, response) => {
    if (isStopping()) response.shouldKeepAlive = false
    const url = request.url ?? ''
    const { path: sentPath, queryString } = requestTarget(url)
    const path = normalizedPath(sentPath)
    if (path === '/router/rest' || path === '/router/batch') {
      const exchange = { request, response, path, queryString, target: url.slice(url.indexOf(sentPath)) } as const
      if (underWay < maxCalls) return pass(exchange)
      telemetry.callRefused()
      return refuseCall(exchange, listening)
    }
    const onFault = (error: unknown) => telemetry.backgroundFailed({ work: 'http', error })
    void answerRoute(request, routes, onFault).then((answer) => answer && writeAnswer(response, answer))
  }, maxPipelined)
}

function refuseCall(
  { request, response, path, queryString }: Omit<PassedExchange, 'copy'>,
  { newRequestId }: ShadowListening,
): void {
  const call = unansweredCall({ request, path, queryString, body: new Uint8Array(0) })
  request.resume()
  response.shouldKeepAlive = false
  writeAnswer(response, ownError(call, { name: 'serviceUnavailable', requestId: newRequestId(), seconds: 0 }))
}

/**
 * Pipelined requests would all begin together, and those of one connection could take the room of all callers.
 * @returns a listener that gets the requests of one connection one after the other, each after the answer before; a connection where more
 * than `maxWaiting` wait is ended
 */
function inTurn(listener: RequestListener, maxWaiting: number): RequestListener {
  const ahead = new WeakMap<Socket, number>()
  return (request, response) => {
    const { socket } = request
    // A response without a socket waits for the one before.
    if (response.socket !== null) return listener(request, response)
    if (socket.destroyed) return
    const waiting = (ahead.get(socket) ?? 0) + 1
    if (waiting > maxWaiting) return void socket.destroy()
    ahead.set(socket, waiting)
    response.once('socket', () => {
      ahead.set(socket, (ahead.get(socket) ?? 1) - 1)
      process.nextTick(listener, request, response)
    })
  }
}
