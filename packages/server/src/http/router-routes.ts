import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Gateway } from '../gateway/gateway.ts'
import type { Answer, IncomingCall } from '../gateway/incoming-call.ts'
import { transportLimits } from './transport-limits.ts'

const gzipAsync = promisify(gzip)

type Routes = Readonly<{
  gateway: Gateway
  headers: Readonly<Record<string, string>>
  isStopping: () => boolean
}>

/** `/router/rest` and `/router/batch`: HTTP 200 whatever the outcome, since SDKs read no other body (top-protocol 3.1). */
export function addRouterRoutes(app: FastifyInstance, { gateway, headers, isStopping }: Routes): void {
  let inFlight = 0
  const route =
    (answer: (call: IncomingCall) => Promise<Answer>) => async (request: FastifyRequest, reply: FastifyReply) => {
      const call = toIncomingCall(request)
      const isLate = arrivals.get(request.raw)?.wasStopping === true
      if (isLate || inFlight >= transportLimits.maxCallsInFlight) {
        return send(gateway.answerRefusal(call, 'serviceUnavailable'), reply.header('connection', 'close'), headers)
      }
      inFlight += 1
      try {
        return send(await answer(call), reply, headers)
      } finally {
        inFlight -= 1
      }
    }
  app.addHook('onRequest', (request, _reply, done) => {
    noteArrival(request, isStopping())
    done()
  })
  app.all('/router/rest', route(gateway.answerCall))
  app.all('/router/batch', route(gateway.answerBatch))
}

/** What is known of a request when its head arrives. */
type Arrival = Readonly<{
  contentType: string | undefined
  /** A call that came before the server was told to stop is in flight and will be finished. */
  wasStopping: boolean
}>

const arrivals = new WeakMap<object, Arrival>()

/** Fastify refuses media types that SDKs really send (`www-form-urlencoded`, a blank one): it gets to see a plain one. */
function noteArrival({ raw }: FastifyRequest, wasStopping: boolean): void {
  arrivals.set(raw, { contentType: raw.headers['content-type'], wasStopping })
  raw.headers['content-type'] = 'application/octet-stream'
}

/** The call as the gateway reads it. Parameters are not parsed here: how they are spelt decides the signature. */
export function toIncomingCall(request: FastifyRequest): IncomingCall {
  const { url } = request
  const mark = url.indexOf('?')
  const separator = request.headers['top-api-separator']
  return {
    verb: request.method,
    queryString: mark < 0 ? '' : url.slice(mark + 1),
    contentType: arrivals.get(request.raw)?.contentType,
    body: request.body instanceof Uint8Array ? request.body : noBody,
    ip: request.ip,
    batchSeparator: typeof separator === 'string' ? separator : undefined,
  }
}

const noBody = new Uint8Array(0)

export async function send(
  answer: Answer,
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
): Promise<FastifyReply> {
  reply.code(200).headers(headers).header('content-type', answer.contentType)
  if (answer.body.length < transportLimits.minGzipLength || !acceptsGzip(reply.request)) return reply.send(answer.body)
  const packed = await gzipAsync(answer.body, { level: 1 })
  return reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding').send(packed)
}

function acceptsGzip(request: FastifyRequest): boolean {
  const accepted = request.headers['accept-encoding']
  return typeof accepted === 'string' && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))/i.test(accepted)
}
