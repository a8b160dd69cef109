import { type Charset, decodeTextOf } from '../bytes/charset.ts'
import { encodeGbk } from '../bytes/gbk.ts'
import { finishGathering, type ReadParameters, startGathering } from '../parameters/parameters.ts'
import { readUrlencoded, writeUrlencoded } from '../parameters/urlencoded.ts'

/** Stands between the calls of a batch and between their answers, unless the header names another text. */
export const defaultBatchSeparator = '\r\n-S-\r\n'

/** Header of a batch that names its separator. */
export const batchSeparatorHeader = 'top-api-separator'

const sharedMark = '#PUBLIC#'
const noParameters = 'N'

export type ReadBatch = Readonly<{ kind: 'read'; calls: readonly ReadParameters[] }> | Readonly<{ kind: 'too-many' }>

/**
 * The calls in the body of `/router/batch` (docs/reference/top-protocol.md, 6): segments split at the separator taken
 * literally, each urlencoded or `N` for none, after an optional `#PUBLIC#` segment whose parameters every call has
 * unless it sends its own. The parameters of the query string are not merged in.
 * @param batch.maxCalls beyond it the body is not read any further
 * @param batch.charset of what is percent-encoded; default UTF-8
 */
export function readBatch(
  batch: Readonly<{ body: string; separator?: string | undefined; maxCalls: number; charset?: Charset }>,
): ReadBatch {
  const { body, separator, maxCalls, charset = 'utf-8' } = batch
  const segments = body === '' ? [] : body.split(separator || defaultBatchSeparator, maxCalls + 2)
  const shared = segments[0]?.startsWith(sharedMark) ? segments.shift()?.slice(sharedMark.length) : undefined
  if (segments.length > maxCalls) return { kind: 'too-many' }
  const sharedParameters = readSegment(shared ?? '', charset)
  return { kind: 'read', calls: segments.map((segment) => withShared(sharedParameters, readSegment(segment, charset))) }
}

/**
 * The body of a batch from the parameters of its calls.
 * @throws RangeError when the separator occurs in what it should separate
 */
export function writeBatch(
  batch: Readonly<{
    calls: readonly Readonly<Record<string, string>>[]
    shared?: Readonly<Record<string, string>>
    separator?: string | undefined
  }>,
): string {
  const separator = batch.separator || defaultBatchSeparator
  const calls = batch.calls.map((call) => writeUrlencoded(call) || noParameters)
  const segments = batch.shared === undefined ? calls : [sharedMark + writeUrlencoded(batch.shared), ...calls]
  if (segments.some((segment) => segment.includes(separator))) {
    throw new RangeError(`The batch separator ${JSON.stringify(separator)} occurs within a call`)
  }
  return segments.join(separator)
}

/** One text of a batch's answers, in the order of its calls. */
export function joinAnswers(answers: readonly string[], separator?: string): string {
  return answers.join(separator || defaultBatchSeparator)
}

/** The answers of a batch; one alone may also be the error of the whole batch (docs/reference/top-protocol.md, 6). */
export function splitAnswers(text: string, separator?: string): readonly string[] {
  return text.split(separator || defaultBatchSeparator)
}

const encoder = new TextEncoder()

function readSegment(segment: string, charset: Charset): ReadParameters {
  const gathering = startGathering()
  // What was decoded as GBK can be encoded as GBK, but for broken text, which no signature fits.
  const bytes = (charset === 'gbk' ? encodeGbk(segment) : undefined) ?? encoder.encode(segment)
  if (segment !== noParameters) readUrlencoded(bytes, gathering, decodeTextOf(charset))
  return finishGathering(gathering)
}

function withShared(shared: ReadParameters, own: ReadParameters): ReadParameters {
  if (shared.kind !== 'read') return shared
  return own.kind === 'read' ? { kind: 'read', parameters: new Map([...shared.parameters, ...own.parameters]) } : own
}
