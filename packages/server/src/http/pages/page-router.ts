import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { transportLimits } from '#config/transport-limits'
import { type Coding, chooseCoding, packBody, packOnce } from '#http/answers/compress'
import type { ClientAddresses } from '#http/connections/client-address'
import type { PageAnswer, PageRequest, PageRoute } from '#site/page-route'
import { entityTag, isKnownToCaller } from './entity-tag.ts'

/** Serves pages through Fastify: compressed where the caller takes that, with an ETag, and with headers that forbid everything else. */
export async function addPageRoutes(
  app: FastifyInstance,
  pages: readonly PageRoute[],
  addresses: ClientAddresses,
): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    const types = ['application/x-www-form-urlencoded', 'application/json', 'text/plain']
    scope.addContentTypeParser(types, { parseAs: 'string' }, (_request, body, done) => done(null, body))
    for (const { verb, path, answer } of pages) {
      scope.route({
        method: verb === 'GET' ? ['GET', 'HEAD'] : verb,
        url: path,
        bodyLimit: transportLimits.maxFormBytes,
        handler: async (request, reply) => sendPage(await answer(pageRequest(request, addresses)), { request, reply }),
      })
    }
  })
}

function pageRequest(request: FastifyRequest, addresses: ClientAddresses): PageRequest {
  const mark = request.url.indexOf('?')
  return {
    path: mark < 0 ? request.url : request.url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : request.url.slice(mark + 1)),
    parameters: request.params as Readonly<Record<string, string>>,
    headers: believedHeaders(request, addresses),
    body: typeof request.body === 'string' ? request.body : '',
  }
}

/** What a stranger says of the address of these pages is left out; a connection of ours that is encrypted says so. */
function believedHeaders({ raw }: FastifyRequest, addresses: ClientAddresses): PageRequest['headers'] {
  const headers = raw.headers as PageRequest['headers']
  if (addresses.isProxy(raw.socket)) return headers
  const scheme = 'encrypted' in raw.socket ? 'https' : undefined
  return { ...headers, 'x-forwarded-host': undefined, 'x-forwarded-proto': scheme }
}

type Exchange = Readonly<{ request: FastifyRequest; reply: FastifyReply }>

async function sendPage(answer: PageAnswer, { request, reply }: Exchange): Promise<FastifyReply> {
  const tag = entityTag(answer.body, answer.isLasting)
  reply.headers({ ...pageHeaders, ...answer.headers, 'cache-control': answer.cacheControl, etag: tag })
  if (answer.status === 200 && isKnownToCaller(tag, request.headers['if-none-match'])) return reply.code(304).send()
  reply.code(answer.status).type(answer.contentType)
  const coding = chooseCoding(request.headers['accept-encoding'], answer.body.length)
  return reply.send(coding === undefined ? asBuffer(answer.body) : await packed(answer, coding, reply))
}

async function packed(answer: PageAnswer, coding: Coding, reply: FastifyReply): Promise<Buffer> {
  reply.header('content-encoding', coding)
  return asBuffer(await (answer.isLasting ? packOnce(answer.body, coding) : packBody(answer.body, coding, 'quick')))
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A page loads from this server alone, runs no script that stands in it, and stands in no frame. */
const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  vary: 'accept-encoding',
} as const
