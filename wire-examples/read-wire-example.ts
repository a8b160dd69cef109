import { readdirSync, readFileSync } from 'node:fs'

/** One raw request of a real SDK, and what it says when read correctly. For tests only. */
export type WireExample = Readonly<{
  /** File name without its ending, e.g. `java-ascii-json`. */
  name: string
  verb: string
  path: string
  /** What follows `?`, without it. */
  queryString: string
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>
  body: Uint8Array
  /** The whole request as it went over the socket. */
  bytes: Uint8Array
  /** Every parameter, decoded; those of the calls inside a batch are not. */
  parameters: ReadonlyMap<string, string>
  /** What was signed, without the secret and without parameters that have no value. */
  baseString: string
  /** Its signature holds only if parameters without a value are signed too. */
  hasSignedBlanks: boolean
}>

const folder = new URL('./', import.meta.url)
const encoder = new TextEncoder()

/** Names of all examples. */
export const wireExampleNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length))
  .sort()

/**
 * Reads one example and undoes the folding of line ends that README.md tells of.
 * @throws Error when the file does not look like an example, or its body is shorter than its Content-Length
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
  if (encoded.length < bytes) throw new Error(`A body of ${encoded.length} bytes where ${bytes} were announced`)
  return encoded.slice(0, bytes)
}

function readDecoded(text: string): ReadonlyMap<string, string> {
  const [, list = ''] = /^([\s\S]*?)\nsign_method=/.exec(text) ?? []
  return new Map(Array.from(list.matchAll(/^ {2}(\S+) = (.*)$/gm), ([, name = '', value = '']) => [name, value]))
}
