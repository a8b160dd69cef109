import type { IncomingMessage } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import { parseAcceptEncoding } from '#http/answers/accept-encoding'
import { type Coding, compress } from '#http/answers/compress'
import { type HttpAnswer, jsonAnswer } from '#http/answers/write-answer'
import type { ClientAddresses } from '#http/connections/client-address'
import { readForm } from '#http/requests/read-body'
import type { Route, RoutedRequest } from '#http/routes/route-table'
import type { PageAnswer, PageRequest, PageRoute } from '#site/page-route'
import { entityTag, isKnownToCaller } from './entity-tag.ts'
import { createPackedPages, type PackedPages } from './packed-pages.ts'

/** Routes of pages: compressed where the caller accepts it, with an ETag, and with headers that forbid everything else. */
export function pageRoutes(pages: readonly PageRoute[], addresses: ClientAddresses): readonly Route[] {
  const packedPages = createPackedPages()
  return pages.map(({ verb, path, answer }) => ({
    verb,
    path,
    async answer(routed) {
      const form = verb === 'POST' ? await readForm(routed.request, transportLimits.maxFormBytes) : noForm
      if (form === 'gone') return undefined
      if (form === 'too-large') return tooLarge
      return httpAnswer(await answer(pageRequest(routed, form.text, addresses)), routed.request, packedPages)
    },
  }))
}

const noForm = { text: '' }
const tooLargeAnswer = jsonAnswer(413, { error: 'Payload Too Large' })
const tooLarge = { ...tooLargeAnswer, headers: { ...tooLargeAnswer.headers, connection: 'close' } }

function pageRequest(
  { request, target, parameters }: RoutedRequest,
  body: string,
  addresses: ClientAddresses,
): PageRequest {
  return {
    path: target.path,
    query: new URLSearchParams(target.queryString),
    parameters,
    headers: trustedHeaders(request, addresses),
    body,
  }
}

/** Only a trusted proxy may say by which address a reader came; for others the connection shows whether it is encrypted. */
function trustedHeaders({ headers, socket }: IncomingMessage, addresses: ClientAddresses): PageRequest['headers'] {
  const given = headers as PageRequest['headers']
  if (addresses.isProxy(socket)) return given
  const scheme = 'encrypted' in socket ? 'https' : undefined
  return { ...given, 'x-forwarded-host': undefined, 'x-forwarded-proto': scheme }
}

async function httpAnswer(page: PageAnswer, request: IncomingMessage, packedPages: PackedPages): Promise<HttpAnswer> {
  const tag = entityTag(page.body)
  const headers = { ...pageHeaders, ...page.headers, 'cache-control': page.cacheControl, etag: tag }
  if (page.status === 200 && isKnownToCaller(tag, request.headers['if-none-match'])) {
    return { status: 304, headers, body: noBytes }
  }
  const typed = { ...headers, 'content-type': page.contentType }
  const coding = chooseCoding(request.headers['accept-encoding'], page.body.length)
  if (coding === undefined) return { status: page.status, headers: typed, body: page.body }
  const body = page.isLasting ? packedPages(tag, coding, page.body) : compress(page.body, coding, 'quick')
  return { status: page.status, headers: { ...typed, 'content-encoding': coding }, body: await body }
}

const noBytes = new Uint8Array(0)

/** @returns the smallest coding the caller accepts; undefined where it accepts none or the body is short */
function chooseCoding(acceptEncoding: string | undefined, length: number): Coding | undefined {
  if (length < transportLimits.minGzipLength) return undefined
  const accepted = parseAcceptEncoding(acceptEncoding)
  return (['br', 'gzip'] as const).find((coding) => (accepted.get(coding) ?? accepted.get('*') ?? 0) > 0)
}

/** A page loads from this server alone, runs no inline script, and is shown in no frame. */
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
