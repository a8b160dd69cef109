import type { DecodeText } from '../encodings/charset.ts'
import { addParameter, maxParameters, type ParameterCollection, tooManyParameters } from './parameters.ts'

const encoder = new TextEncoder()
const carriageReturn = 13
const closing = encoder.encode('--')
const headEnd = encoder.encode('\r\n\r\n')
/** The longest accepted head of a part; those of real clients have about a hundred bytes. */
const maxHeadBytes = 16_384

/**
 * Collects the text parts of a multipart/form-data body. A part with a file name is no parameter and not signed: only its
 * name is kept.
 * Accepts the deviations of SDKs (docs/reference/top-protocol.md, 1.5): a line break before the first boundary, no
 * space after the colon, `Content-Disposition: file`, parts without a content type. Runs in linear time for any input.
 */
export function readMultipart(
  request: Readonly<{ contentType: string; body: Uint8Array }>,
  collection: ParameterCollection,
  decode: DecodeText,
): void {
  const boundary = boundaryOf(request.contentType)
  if (boundary === undefined) {
    collection.unreadable = {
      zh: 'multipart/form-data 的 Content-Type 缺少 boundary',
      en: 'the Content-Type multipart/form-data has no boundary',
    }
    return
  }
  const isComplete = readParts(
    { body: request.body, delimiter: encoder.encode(`\r\n--${boundary}`) },
    collection,
    decode,
  )
  if (!isComplete)
    collection.unreadable ??= {
      zh: 'multipart/form-data 请求体不完整',
      en: 'the multipart/form-data body is incomplete',
    }
}

/** `delimiter` is the line break, the hyphens and the boundary before each part. */
type Multipart = Readonly<{ body: Uint8Array; delimiter: Uint8Array }>

function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]+)"|([^";\s]+))/i.exec(contentType)
  return match?.[1] ?? match?.[2]
}

/** @returns whether the body ends with the closing boundary */
function readParts({ body, delimiter }: Multipart, collection: ParameterCollection, decode: DecodeText): boolean {
  let start = firstPart(body, delimiter)
  for (let parts = 0; start !== -1; parts++) {
    if (parts > maxParameters) collection.unreadable = tooManyParameters
    if (collection.unreadable !== undefined) return false
    if (matchesAt(body, closing, start)) return true
    const end = indexOf(body, delimiter, start)
    if (end === -1) return false
    readPart(body.subarray(start, end), collection, decode)
    start = end + delimiter.length
  }
  return false
}

/** The end of the first boundary, which may lack the line break that precedes all others; -1 if there is none. */
function firstPart(body: Uint8Array, delimiter: Uint8Array): number {
  const opening = delimiter.subarray(2)
  if (matchesAt(body, opening, 0)) return opening.length
  const start = indexOf(body, delimiter, 0)
  return start === -1 ? -1 : start + delimiter.length
}

/** @param part the bytes between two boundaries */
function readPart(part: Uint8Array, collection: ParameterCollection, decode: DecodeText): void {
  const end = indexOf(part.subarray(0, maxHeadBytes), headEnd, 0)
  if (end === -1 && part.length > maxHeadBytes) {
    collection.unreadable = {
      zh: `multipart/form-data 的部分头超过${maxHeadBytes}字节`,
      en: `a part of the multipart/form-data body has a head of more than ${maxHeadBytes} bytes`,
    }
    return
  }
  const disposition = end === -1 ? noDisposition : dispositionOf(decode(part.subarray(0, end)))
  const name = disposition.get('name')
  if (name === undefined) collection.hasUnnamedPart = true
  else if (disposition.has('filename') || disposition.has('filename*')) collection.fileNames.push(name)
  else addParameter(collection, name, decode(part.subarray(end + headEnd.length)))
}

const noDisposition: ReadonlyMap<string, string> = new Map()

/** The parameters of a Content-Disposition by name in lower case, such as `name` and `filename`; of a repeated one the first. */
function dispositionOf(head: string): ReadonlyMap<string, string> {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const parameters = new Map<string, string>()
  // Quoted values are consumed whole, so that no text within one is taken for a parameter.
  for (const [, name = '', quoted, plain = ''] of disposition.matchAll(dispositionParameter)) {
    const key = name.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain)
  }
  return parameters
}

const dispositionParameter = /[;\s]([\w-]+\*?)=(?:"((?:[^"\\]|\\.)*)"|([^";\s]*))/g

/**
 * Scans byte by byte: `indexOf` from one carriage return to the next is slow for a body that consists of them.
 * @param sought starts with a carriage return, which occurs in it only at line ends, so the scan stays linear
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
