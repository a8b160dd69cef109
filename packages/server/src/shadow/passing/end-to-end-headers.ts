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
  /** Host of the upstream. */
  host: string
  /** Appended to `X-Forwarded-For`; undefined leaves the header as it is. */
  forwardedFor: string | undefined
}>

/**
 * The headers of a request to the upstream: all end-to-end headers in their order and spelling, with the upstream's `Host` in place of
 * the caller's. Written as a loop, since it runs for every call: lists of pairs took a fifth of the memory of a call.
 * @param raw names and values in turn, as received
 */
export function requestHeaders(raw: readonly string[], { method, host, forwardedFor }: RequestChanges): string[] {
  const dropped = namedByConnection(raw)
  const headers: string[] = []
  let hasHost = false
  let hasFraming = false
  let lastForwarded: number | undefined
  for (let place = 0; place + 1 < raw.length; place += 2) {
    const [name = '', value = ''] = [raw[place], raw[place + 1]]
    const lower = name.toLowerCase()
    if (isDropped(lower, dropped)) continue
    if (lower === 'host') hasHost = true
    else if (framings.has(lower)) hasFraming = true
    else if (lower === 'x-forwarded-for') lastForwarded = headers.length + 1
    headers.push(name, lower === 'host' ? host : value)
  }
  // Extends the last one, as the values of several count as one list (RFC 9110, 5.3).
  if (forwardedFor !== undefined && lastForwarded !== undefined) headers[lastForwarded] += `, ${forwardedFor}`
  if (!hasHost) headers.unshift('Host', host)
  if (forwardedFor !== undefined && lastForwarded === undefined) headers.push('X-Forwarded-For', forwardedFor)
  // Without a length, node:http closes the connection after a request that may have a body (RFC 9110, 8.6).
  if (!hasFraming && !bodilessMethods.has(method)) headers.push('Content-Length', '0')
  headers.push('Connection', 'keep-alive')
  return headers
}

const framings: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])
const bodilessMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/**
 * The headers of an answer to the caller. Of two framings, chunks decide, and the length is dropped (RFC 9112, 6.3).
 * @param mayChunk false for a caller of HTTP/1.0, for whom the end of the connection ends the body
 */
export function answerHeaders(raw: readonly string[], mayChunk: boolean): string[] {
  const dropped = namedByConnection(raw)
  const dropsLength = hasTwoFramings(raw)
  const headers: string[] = []
  for (let place = 0; place + 1 < raw.length; place += 2) {
    const [name = '', value = ''] = [raw[place], raw[place + 1]]
    const lower = name.toLowerCase()
    if (isDropped(lower, dropped)) continue
    if ((dropsLength && lower === 'content-length') || (!mayChunk && lower === 'transfer-encoding')) continue
    headers.push(name, value)
  }
  return headers
}

/** Whether a message has a length and chunks. Sender and reader may disagree on where it ends. */
export function hasTwoFramings(raw: readonly string[]): boolean {
  return has(raw, 'content-length') && has(raw, 'transfer-encoding')
}

function isDropped(lower: string, named: ReadonlySet<string> | undefined): boolean {
  return ofConnection.has(lower) || named?.has(lower) === true
}

/** The headers that `Connection` names as its own, besides those that always are; undefined for none. */
function namedByConnection(raw: readonly string[]): ReadonlySet<string> | undefined {
  let named: Set<string> | undefined
  for (let place = 0; place + 1 < raw.length; place += 2) {
    if (!isNamed(raw[place] ?? '', 'connection')) continue
    for (const part of (raw[place + 1] ?? '').toLowerCase().split(',')) {
      const name = part.trim()
      if (ofConnection.has(name) || neverDropped.has(name)) continue
      named ??= new Set()
      named.add(name)
    }
  }
  return named
}

function has(raw: readonly string[], name: string): boolean {
  for (let place = 0; place + 1 < raw.length; place += 2) if (isNamed(raw[place] ?? '', name)) return true
  return false
}

function isNamed(name: string, lower: string): boolean {
  return name.length === lower.length && name.toLowerCase() === lower
}
