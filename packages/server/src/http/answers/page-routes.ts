import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import { transportLimits } from '#config/transport-limits'
import { addressKey, type ClientAddresses } from '#http/connections/clients'
import type { CrumbQueue } from '#http/connections/waiting-connections'
import { announcedBytes, BodyBuffer, collectBody } from '#http/requests/collect-body'
import type { PageAnswer, PageRequest, PageRoute } from '#site/page-route'
import { type Coding, compress, parseAcceptEncoding } from './content-coding.ts'
import type { Route, RoutedRequest } from './route-table.ts'
import { type HttpAnswer, jsonAnswer } from './write-answer.ts'

type PageTransport = Readonly<{ addresses: ClientAddresses; crumbs: CrumbQueue }>

/** Routes of pages: compressed where the caller accepts it, with an ETag, and with headers that forbid everything else. */
export function pageRoutes(pages: readonly PageRoute[], transport: PageTransport): readonly Route[] {
  const packedPages = createPackedPages()
  return pages.map(({ verb, path, takesFile, answer }) => ({
    verb,
    path,
    async answer(routed) {
      const form = verb === 'POST' && !takesFile ? await readForm(routed.request, transport) : { text: '' }
      if (form === 'gone') return undefined
      if (typeof form === 'string') return tooLarge
      return httpAnswer(await answer(pageRequest(routed, form.text, transport)), routed.request, packedPages)
    },
  }))
}

/** Reads a form or JSON that a page sends. @returns `gone` when the caller left */
async function readForm(
  request: IncomingMessage,
  { crumbs }: PageTransport,
): Promise<Readonly<{ text: string }> | 'too-large' | 'no-room' | 'gone'> {
  const bytes = await readWhole(request, { maxBytes: transportLimits.maxFormBytes, crumbs })
  return typeof bytes === 'string' ? bytes : { text: Buffer.from(bytes).toString('utf8') }
}

type WholeBody = Readonly<{ maxBytes: number; crumbs: CrumbQueue; mayKeep?: ((bytes: number) => boolean) | undefined }>

/** Reads a body; it is not charged to its client. @returns `gone` when the caller left */
async function readWhole(
  request: IncomingMessage,
  { maxBytes, crumbs, mayKeep = () => true }: WholeBody,
): ReturnType<PageRequest['readFile']> {
  const expectedBytes = announcedBytes(request)
  if (expectedBytes > maxBytes) return 'too-large'
  const body = new BodyBuffer(expectedBytes)
  const noticePiece = crumbs.follow(request)
  const received = (bytes: number) => {
    noticePiece(bytes)
    return mayKeep(bytes)
  }
  const collection = { body, expectedBytes, maxBytes, next: () => body, budget: { received } }
  const outcome = expectedBytes === 0 ? 'whole' : await collectBody(request, collection)
  return outcome === 'whole' || outcome === 'more' ? body.bytes() : outcome
}

const tooLargeAnswer = jsonAnswer(413, { error: 'Payload Too Large' })
const tooLarge = { ...tooLargeAnswer, headers: { ...tooLargeAnswer.headers, connection: 'close' } }

function pageRequest(
  { request, target, parameters }: RoutedRequest,
  body: string,
  { addresses, crumbs }: PageTransport,
): PageRequest {
  const query = new URLSearchParams(target.queryString)
  const ip = addresses.of(request)
  return {
    path: target.path,
    query,
    parameters,
    headers: trustedHeaders(request, addresses),
    body,
    readFile: (maxBytes, mayKeep) => readWhole(request, { maxBytes, crumbs, mayKeep }),
    ip,
    client: addressKey(ip),
  }
}

/** Only a trusted proxy may say by which address a reader came; for others the connection shows whether it is encrypted. */
function trustedHeaders({ headers, socket }: IncomingMessage, addresses: ClientAddresses): PageRequest['headers'] {
  const input = headers as PageRequest['headers']
  if (addresses.isProxy(socket)) return input
  const scheme = 'encrypted' in socket ? 'https' : undefined
  return { ...input, 'x-forwarded-host': undefined, 'x-forwarded-proto': scheme }
}

async function httpAnswer(page: PageAnswer, request: IncomingMessage, packedPages: PackedPages): Promise<HttpAnswer> {
  if (page.rest !== undefined) {
    const headers = { ...pageHeaders, ...page.headers, 'cache-control': page.cacheControl }
    return { ...page, headers: { ...headers, 'content-type': page.contentType } }
  }
  const tag = entityTag(page.body)
  const headers = { ...pageHeaders, ...page.headers, 'cache-control': page.cacheControl, etag: tag }
  if (page.status === 200 && isKnownToCaller(tag, request.headers['if-none-match'])) {
    return { status: 304, headers, body: new Uint8Array(0) }
  }
  const typed = { ...headers, 'content-type': page.contentType }
  const coding = chooseCoding(request.headers['accept-encoding'], page.body.length)
  if (coding === undefined) return { status: page.status, headers: typed, body: page.body }
  const body = page.packed?.[coding] ?? pack(page, { tag, coding, packedPages })
  return { status: page.status, headers: { ...typed, 'content-encoding': coding }, body: await body }
}

function pack(
  { body, isLasting }: PageAnswer,
  { tag, coding, packedPages }: Readonly<{ tag: string; coding: Coding; packedPages: PackedPages }>,
): Promise<Uint8Array> {
  return isLasting ? packedPages(tag, coding, body) : compress(body, coding, 'quick')
}

/** @returns the smallest coding the caller accepts; undefined where it accepts none or the body is short */
function chooseCoding(acceptEncoding: string | undefined, length: number): Coding | undefined {
  if (length < transportLimits.minGzipLength) return undefined
  const accepted = parseAcceptEncoding(acceptEncoding)
  return (['br', 'gzip'] as const).find((coding) => (accepted.get(coding) ?? accepted.get('*') ?? 0) > 0)
}

/** A page loads only from this server, runs no inline script, and may not be framed. */
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

/** @returns a weak ETag of a body: weak, since one page is sent in several codings */
function entityTag(body: Uint8Array): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}

/** @param ifNoneMatch the header: tags with commas between them, or `*` */
function isKnownToCaller(tag: string, ifNoneMatch = ''): boolean {
  const opaque = (text: string): string => text.trim().replace(/^W\//, '')
  return ifNoneMatch.split(',').some((item) => item.trim() === '*' || opaque(item) === opaque(tag))
}

type PackedPages = (tag: string, coding: Coding, body: Uint8Array) => Promise<Uint8Array>

/** All pages in both languages and both codings for a dozen addresses that readers come by. */
const maxPages = 2_000

/** Compresses each page once, as well as possible; equal entity tags mean equal bytes. */
export function createPackedPages(): PackedPages {
  const packed = new LRUCache<string, Promise<Uint8Array>>({ max: maxPages })
  return (tag, coding, body) => {
    const key = `${coding} ${tag}`
    const known = packed.get(key)
    if (known !== undefined) return known
    const made = compress(body, coding, 'best')
    made.catch(() => packed.delete(key))
    packed.set(key, made)
    return made
  }
}
