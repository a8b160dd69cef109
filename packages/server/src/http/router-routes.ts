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
  const load = createLoad()
  const route =
    (answer: (call: IncomingCall) => Promise<Answer>) => async (request: FastifyRequest, reply: FastifyReply) => {
      const answered = await answer(toIncomingCall(request))
      // A connection that stays open would hold up a server that was told to stop.
      return send(answered, isStopping() ? reply.header('connection', 'close') : reply, headers)
    }
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith('/router/')) return done()
    noteContentType(request)
    if (!isStopping() && load.admit(request, reply)) return done()
    const refusal = gateway.answerRefusal(toIncomingCall(request), 'serviceUnavailable')
    void send(refusal, reply.header('connection', 'close'), headers)
  })
  app.all('/router/rest', route(gateway.answerCall))
  app.all('/router/batch', route(gateway.answerBatch))
}

/** Calls in work and the bytes of their bodies, counted from the head of a request on: a body costs memory before it is read. */
function createLoad(): Readonly<{ admit: (request: FastifyRequest, reply: FastifyReply) => boolean }> {
  let calls = 0
  let bytes = 0
  return {
    admit({ raw }, reply) {
      const length =
        raw.headers['transfer-encoding'] === undefined ? Number(raw.headers['content-length'] ?? 0) : chunkedBytes
      if (calls >= transportLimits.maxCallsInFlight || bytes + length > transportLimits.maxBytesInFlight) return false
      calls += 1
      bytes += length
      reply.raw.once('close', () => {
        calls -= 1
        bytes -= length
      })
      return true
    },
  }
}

/** A body that does not tell its length may be as long as any. */
const chunkedBytes = transportLimits.maxBodyBytes

const sentContentTypes = new WeakMap<object, string | undefined>()

/** Fastify refuses media types that SDKs really send (`www-form-urlencoded`, a blank one): it gets to see a plain one. */
function noteContentType({ raw }: FastifyRequest): void {
  sentContentTypes.set(raw, raw.headers['content-type'])
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
    contentType: sentContentTypes.get(request.raw),
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
