import type { DecodeText } from '../bytes/charset.ts'
import { type Gathering, gather, maxParameters, tooManyParameters } from './parameters.ts'

const encoder = new TextEncoder()
const carriageReturn = 13
const closing = encoder.encode('--')
const headEnd = encoder.encode('\r\n\r\n')
/** Bytes of the head of a part, in which real ones have a hundred. */
const maxHeadBytes = 16_384

/**
 * Gathers the text parts of a multipart/form-data body. Parts with a file name are uploads: no parameters, not signed.
 * Takes the odd shapes of the SDKs (docs/reference/top-protocol.md, 1.5): a line break before the first boundary, no
 * space after the colon, `Content-Disposition: file`, parts without a content type. Takes time in proportion to the
 * bytes, whatever they are.
 */
export function readMultipart(
  request: Readonly<{ contentType: string; body: Uint8Array }>,
  gathering: Gathering,
  decode: DecodeText,
): void {
  const boundary = boundaryOf(request.contentType)
  if (boundary === undefined) {
    gathering.unreadable = 'multipart/form-data 的 Content-Type 缺少 boundary'
    return
  }
  const isComplete = readParts(
    { body: request.body, delimiter: encoder.encode(`\r\n--${boundary}`) },
    gathering,
    decode,
  )
  if (!isComplete) gathering.unreadable ??= 'multipart/form-data 请求体不完整'
}

/** With the line break, the hyphens and the boundary that stand before each part. */
type Multipart = Readonly<{ body: Uint8Array; delimiter: Uint8Array }>

function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]+)"|([^";\s]+))/i.exec(contentType)
  return match?.[1] ?? match?.[2]
}

/** @returns whether the closing boundary was met */
function readParts({ body, delimiter }: Multipart, gathering: Gathering, decode: DecodeText): boolean {
  let start = firstPart(body, delimiter)
  for (let parts = 0; start !== -1; parts++) {
    if (parts > maxParameters) gathering.unreadable = tooManyParameters
    if (gathering.unreadable !== undefined) return false
    if (matchesAt(body, closing, start)) return true
    const end = indexOf(body, delimiter, start)
    if (end === -1) return false
    readPart(body.subarray(start, end), gathering, decode)
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
function readPart(part: Uint8Array, gathering: Gathering, decode: DecodeText): void {
  const end = indexOf(part.subarray(0, maxHeadBytes), headEnd, 0)
  if (end === -1 && part.length > maxHeadBytes) {
    gathering.unreadable = `multipart/form-data 的部分头超过${maxHeadBytes}字节`
    return
  }
  const name = end === -1 ? undefined : nameOf(decode(part.subarray(0, end)))
  if (name === undefined) gathering.hasUnreadPart = true
  else gather(gathering, name, decode(part.subarray(end + headEnd.length)))
}

/** @returns undefined for a file, and for a part that has no name */
function nameOf(head: string): string | undefined {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1]
  if (disposition === undefined || /[;\s]filename\*?=/i.test(disposition)) return undefined
  const name = /[;\s]name=(?:"((?:[^"\\]|\\.)*)"|([^";\s]+))/i.exec(disposition)
  return name === null ? undefined : (name[1]?.replace(/\\(.)/g, '$1') ?? name[2] ?? '')
}

/**
 * A byte after the other, since a search from one carriage return to the next takes long where there is little between.
 * @param sought starts with a carriage return, which occurs in it only at line ends: the scan stays linear
 */
function indexOf(bytes: Uint8Array, sought: Uint8Array, from: number): number {
  const last = bytes.length - sought.length
  for (let at = from; at <= last; at++) {
    if (bytes[at] === carriageReturn && matchesAt(bytes, sought, at)) return at
  }
  return -1
}

function matchesAt(bytes: Uint8Array, sought: Uint8Array, at: number): boolean {
  for (let index = 0; index < sought.length; index++) {
    if (bytes[at + index] !== sought[index]) return false
  }
  return true
}
