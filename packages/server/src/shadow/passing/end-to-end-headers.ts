/**
 * Headers of one connection only (RFC 9110, 7.6.1), and `Trailer`, since trailers are not passed on. `Transfer-Encoding` stays: the other
 * side gets the framing that the sender chose.
 */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
])

/** A sender that names one of these in `Connection` must not change where the body ends or who is called. */
const neverDropped: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'host'])

/** What becomes different in a request. */
export type RequestChanges = Readonly<{
  method: string
  /** Of the upstream. */
  host: string
  /** Appended to `X-Forwarded-For`; undefined leaves the header as it is. */
  forwardedFor: string | undefined
}>

/**
 * The headers of a request to the upstream: all end-to-end headers in their order and spelling, with the upstream's `Host` in place of
 * the caller's.
 * @param raw names and values in turn, as received
 */
export function requestHeaders(raw: readonly string[], { method, host, forwardedFor }: RequestChanges): string[] {
  const headers = endToEnd(raw).map(([name, value]): Header => [name, isNamed(name, 'host') ? host : value])
  if (!has(headers, 'host')) headers.unshift(['Host', host])
  if (forwardedFor !== undefined) addForwardedFor(headers, forwardedFor)
  // Without a length, node:http closes the connection after a request that may have a body (RFC 9110, 8.6).
  const mayHaveBody = !bodilessMethods.has(method) && !has(headers, 'transfer-encoding')
  if (mayHaveBody && !has(headers, 'content-length')) headers.push(['Content-Length', '0'])
  headers.push(['Connection', 'keep-alive'])
  return headers.flat()
}

const bodilessMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/**
 * The headers of an answer to the caller. Of two framings, chunks decide, and the length is dropped (RFC 9112, 6.3).
 * @param mayChunk false for a caller of HTTP/1.0, for whom the end of the connection ends the body
 */
export function answerHeaders(raw: readonly string[], mayChunk: boolean): string[] {
  const headers = endToEnd(raw)
  const dropped = hasTwoFramings(raw) ? ['content-length'] : []
  if (!mayChunk) dropped.push('transfer-encoding')
  return headers.filter(([name]) => !dropped.includes(name.toLowerCase())).flat()
}

/** Whether a message has a length and chunks. Sender and reader may disagree on where it ends. */
export function hasTwoFramings(raw: readonly string[]): boolean {
  const headers = pairs(raw)
  return has(headers, 'content-length') && has(headers, 'transfer-encoding')
}

type Header = [name: string, value: string]

function endToEnd(raw: readonly string[]): Header[] {
  const headers = pairs(raw)
  const named = new Set(
    headers
      .filter(([name]) => isNamed(name, 'connection'))
      .flatMap(([, value]) => value.toLowerCase().split(','))
      .map((name) => name.trim())
      .filter((name) => !neverDropped.has(name)),
  )
  return headers.filter(([name]) => !ofConnection.has(name.toLowerCase()) && !named.has(name.toLowerCase()))
}

function pairs(raw: readonly string[]): Header[] {
  const headers: Header[] = []
  for (let place = 0; place + 1 < raw.length; place += 2) headers.push([raw[place] ?? '', raw[place + 1] ?? ''])
  return headers
}

/** Extends the last `X-Forwarded-For`, as the values of several count as one list (RFC 9110, 5.3). */
function addForwardedFor(headers: Header[], address: string): void {
  const last = headers.findLast(([name]) => isNamed(name, 'x-forwarded-for'))
  if (last === undefined) headers.push(['X-Forwarded-For', address])
  else last[1] = `${last[1]}, ${address}`
}

function has(headers: readonly Header[], name: string): boolean {
  return headers.some(([own]) => isNamed(own, name))
}

function isNamed(name: string, lower: string): boolean {
  return name.length === lower.length && name.toLowerCase() === lower
}
