import { type Gathering, gather, maxParameters, tooManyParameters } from './parameters.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

const carriageReturn = 13
const headEnd = encoder.encode('\r\n\r\n')

/**
 * Gathers the text parts of a multipart/form-data body. Parts with a file name are uploads: no parameters, not signed.
 * Takes the odd shapes of the SDKs (top-protocol 1.5): a line break before the first boundary, no space after the colon,
 * `Content-Disposition: file`, parts without a content type.
 */
export function readMultipart(
  request: Readonly<{ contentType: string; body: Uint8Array }>,
  gathering: Gathering,
): void {
  const boundary = boundaryOf(request.contentType)
  if (boundary === undefined) {
    gathering.unreadable = 'multipart/form-data 的 Content-Type 缺少 boundary'
    return
  }
  const isComplete = readParts(request.body, encoder.encode(`\r\n--${boundary}`), gathering)
  if (!isComplete) gathering.unreadable ??= 'multipart/form-data 请求体不完整'
}

function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]+)"|([^";\s]+))/i.exec(contentType)
  return match?.[1] ?? match?.[2]
}

/** @returns whether the closing boundary was met */
function readParts(body: Uint8Array, delimiter: Uint8Array, gathering: Gathering): boolean {
  let start = firstPart(body, delimiter)
  for (let parts = 0; start !== -1; parts++) {
    if (parts > maxParameters) gathering.unreadable = tooManyParameters
    if (gathering.unreadable !== undefined) return false
    if (decoder.decode(body.subarray(start, start + 2)) === '--') return true
    const end = indexOf(body, delimiter, start)
    if (end === -1) return false
    readPart(body.subarray(start, end), gathering)
    start = end + delimiter.length
  }
  return false
}

/** Where the first boundary ends: it may open the body without the line break that belongs to all others. */
function firstPart(body: Uint8Array, delimiter: Uint8Array): number {
  const opening = delimiter.subarray(2)
  if (matchesAt(body, opening, 0)) return opening.length
  const start = indexOf(body, delimiter, 0)
  return start === -1 ? -1 : start + delimiter.length
}

/** @param part from the end of its boundary to the start of the next one */
function readPart(part: Uint8Array, gathering: Gathering): void {
  const end = indexOf(part, headEnd, 0)
  if (end === -1) return
  const disposition = /^content-disposition:(.*)$/im.exec(decoder.decode(part.subarray(0, end)))?.[1]
  if (disposition === undefined || /[;\s]filename\*?=/i.test(disposition)) return
  const name = /[;\s]name=(?:"((?:[^"\\]|\\.)*)"|([^";\s]+))/i.exec(disposition)
  if (name === null) return
  const text = name[1]?.replace(/\\(.)/g, '$1') ?? name[2] ?? ''
  gather(gathering, text, decoder.decode(part.subarray(end + headEnd.length)))
}

/** @param sought starts with a carriage return, which occurs in it only at line ends: the scan stays linear */
function indexOf(bytes: Uint8Array, sought: Uint8Array, from: number): number {
  let at = bytes.indexOf(carriageReturn, from)
  while (at !== -1 && !matchesAt(bytes, sought, at)) at = bytes.indexOf(carriageReturn, at + 1)
  return at
}

function matchesAt(bytes: Uint8Array, sought: Uint8Array, at: number): boolean {
  return at + sought.length <= bytes.length && sought.every((byte, index) => bytes[at + index] === byte)
}
