import { type Charset, decoders, encodeGbk } from '../encodings/charset.ts'
import { finishCollection, type ReadParameters, readUrlencoded, startCollection } from './parameters.ts'

/** Separates the calls of a batch, and their answers, unless the header names another separator. */
const defaultSeparator = '\r\n-S-\r\n'

const sharedMark = '#PUBLIC#'
const noParameters = 'N'

export type ReadBatch = Readonly<{ kind: 'read'; calls: readonly ReadParameters[] }> | Readonly<{ kind: 'too-many' }>

/**
 * Reads the calls in the body of `/router/batch` (docs/reference/top-protocol.md, 6). The body is split at the
 * separator, taken literally. Each segment is the urlencoded parameters of a call, or `N` for none. The parameters of
 * an optional first `#PUBLIC#` segment apply to every call that does not send its own. Parameters of the query string
 * are not merged in.
 * @param batch.maxCalls reading stops, with `too-many`, when the body has more calls
 * @param batch.charset of the percent-encoded text; default UTF-8
 */
export function readBatch(
  batch: Readonly<{ body: string; separator?: string | undefined; maxCalls: number; charset?: Charset }>,
): ReadBatch {
  const { body, separator, maxCalls, charset = 'utf-8' } = batch
  const segments = body === '' ? [] : body.split(separator || defaultSeparator, maxCalls + 2)
  const shared = segments[0]?.startsWith(sharedMark) ? segments.shift()?.slice(sharedMark.length) : undefined
  if (segments.length > maxCalls) return { kind: 'too-many' }
  const sharedParameters = readSegment(shared ?? '', charset)
  return { kind: 'read', calls: segments.map((segment) => withShared(sharedParameters, readSegment(segment, charset))) }
}

/** Joins the answers of a batch in UTF-8, in the order of its calls. They stay bytes: as texts they take twice the memory. */
export function joinAnswers(answers: readonly Uint8Array[], separator?: string): Uint8Array<ArrayBuffer> {
  const between = encoder.encode(separator || defaultSeparator)
  const parts = answers.flatMap((answer, index) => (index === 0 ? [answer] : [between, answer]))
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** The answers that `joinAnswers` joined. */
export function splitAnswers(text: string, separator?: string): readonly string[] {
  return text.split(separator || defaultSeparator)
}

const encoder = new TextEncoder()

function readSegment(segment: string, charset: Charset): ReadParameters {
  const collection = startCollection()
  // Text decoded from GBK encodes to GBK, except for malformed bytes, with which no signature matches anyway.
  const bytes = (charset === 'gbk' ? encodeGbk(segment) : undefined) ?? encoder.encode(segment)
  if (segment !== noParameters) readUrlencoded(bytes, collection, decoders[charset])
  return finishCollection(collection)
}

function withShared(shared: ReadParameters, own: ReadParameters): ReadParameters {
  if (shared.kind !== 'read') return shared
  return own.kind === 'read' ? { kind: 'read', parameters: new Map([...shared.parameters, ...own.parameters]) } : own
}
