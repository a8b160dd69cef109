import { readdirSync, readFileSync } from 'node:fs'

/** A raw request of a real SDK and its correct reading. For tests only. */
export type WireExample = Readonly<{
  /** File name without extension, e.g. `java-ascii-json`. */
  name: string
  /** HTTP method. */
  verb: string
  path: string
  /** The text after `?`. */
  queryString: string
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>
  body: Uint8Array
  /** The complete request as sent over the socket. */
  bytes: Uint8Array
  /** Every decoded parameter, without those of calls inside a batch. */
  parameters: ReadonlyMap<string, string>
  /** The base string, without the secret and without blank parameters. */
  baseString: string
  /** Whether the signature is valid only if blank parameters are signed too. */
  hasSignedBlanks: boolean
}>

const folder = new URL('./', import.meta.url)
const encoder = new TextEncoder()

/** The names of all examples of `querycoupon`. */
export const wireExampleNames: readonly string[] = namesIn('')

/** The names of all examples of `order.sync`, one per SDK. */
export const orderExampleNames: readonly string[] = namesIn('orders/')

function namesIn(prefix: string): readonly string[] {
  return readdirSync(new URL(prefix, folder))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => prefix + file.slice(0, -'.txt'.length))
    .sort()
}

/**
 * Reads an example and restores the CRLF line ends, which were folded to LF (see README.md).
 * @throws Error if the file is not an example, or its body is shorter than its Content-Length
 */
export function readWireExample(name: string): WireExample {
  const [request, decoded] = splitOnce(readFileSync(new URL(`${name}.txt`, folder), 'utf8'), '\n----- decoded')
  const [head, bodyText] = splitOnce(request.replace(/^(?:#.*\n|\n)+/, ''), '\n\n')
  const [requestLine = '', ...headerLines] = head.split('\n')
  const [verb = '', target = ''] = requestLine.split(' ')
  const [path = '', queryString = ''] = target.split('?')
  const headers = new Map(headerLines.map(readHeader))
  const hasLineEnds = path === '/router/batch' || headers.get('content-type')?.startsWith('multipart/') === true
  const body = cut(hasLineEnds ? unfold(bodyText) : bodyText, Number(headers.get('content-length') ?? 0))
  const baseString = /^base string \(before secret\): ([\s\S]*?)\n*(?:\n----- |$(?![\s\S]))/m.exec(decoded)?.[1] ?? ''
  return {
    name,
    verb,
    path,
    queryString,
    headers,
    body,
    bytes: Uint8Array.from([...encoder.encode(`${unfold(head)}\r\n\r\n`), ...body]),
    parameters: readDecoded(decoded),
    baseString: hasLineEnds ? unfold(baseString) : baseString,
    hasSignedBlanks: decoded.includes('blank-valued params skipped  : false'),
  }
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator)
  if (at === -1) throw new Error(`No ${JSON.stringify(separator)} in the example`)
  return [text.slice(0, at), text.slice(at + separator.length)]
}

function readHeader(line: string): [string, string] {
  const [name, value] = splitOnce(line, ':')
  return [name.toLowerCase(), value.trim()]
}

function unfold(text: string): string {
  return text.replaceAll('\n', '\r\n')
}

function cut(text: string, bytes: number): Uint8Array {
  const encoded = encoder.encode(text)
  if (encoded.length < bytes) throw new Error(`The body has ${encoded.length} bytes, but Content-Length is ${bytes}`)
  return encoded.slice(0, bytes)
}

function readDecoded(text: string): ReadonlyMap<string, string> {
  const [, list = ''] = /^([\s\S]*?)\nsign_method=/.exec(text) ?? []
  return new Map(Array.from(list.matchAll(/^ {2}(\S+) = (.*)$/gm), ([, name = '', value = '']) => [name, value]))
}
