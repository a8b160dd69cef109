import { type Charset, decodeTextOf } from '../bytes/charset.ts'
import { readJsonBody } from './json-body.ts'
import { readMultipart } from './multipart.ts'
import { finishGathering, type Gathering, type ReadParameters, startGathering } from './parameters.ts'
import { readUrlencoded } from './urlencoded.ts'

const encoder = new TextEncoder()

/**
 * The parameters of a call, from query string and body merged: SDKs put them in either or both
 * (docs/reference/top-protocol.md, 1.1). Bodies are urlencoded (also when the content type is missing), multipart, or a
 * JSON object, which is signed as it stands. A body of another type is unreadable: answered as if it were not there, a
 * query would return everything. Never throws: what is not valid percent-encoding or UTF-8 is decoded with U+FFFD in
 * its place.
 * @param request.queryString what follows `?`, without it
 * @param options.charset of what is percent-encoded and of the body; default UTF-8
 * @param options.refusesFiles whether files in a multipart body, which are no parameters, make it unreadable; default
 * false
 */
export function readParameters(
  request: Readonly<{ queryString: string; contentType: string | undefined; body: Uint8Array }>,
  { charset = 'utf-8', refusesFiles = false }: ReadOptions = {},
): ReadParameters {
  const gathering = startGathering()
  const decode = decodeTextOf(charset)
  const { body, contentType = '' } = request
  readUrlencoded(encoder.encode(request.queryString), gathering, decode)
  if (body.length === 0) return finishGathering(gathering)
  switch (bodyKind(contentType)) {
    case 'urlencoded':
      readUrlencoded(body, gathering, decode)
      return finishGathering(gathering)
    case 'multipart':
      readMultipart({ contentType, body }, gathering, decode)
      if (refusesFiles && gathering.hasUnreadPart) gathering.unreadable ??= unreadPart
      return finishGathering(gathering)
    case 'json':
      return readJson(decode(body), gathering)
    case 'other':
      gathering.unreadable = unreadReason(contentType)
      return finishGathering(gathering)
  }
}

type ReadOptions = Readonly<{ charset?: Charset; refusesFiles?: boolean }>

const unreadPart = '不读取 multipart/form-data 中的文件与没有 name 的部分，参数应为文本部分'

/** Only the parameters of the query string are signed one by one. */
function readJson(text: string, gathering: Gathering): ReadParameters {
  const parameters = new Map(gathering.parameters)
  readJsonBody(text, gathering)
  const read = finishGathering(gathering)
  return read.kind === 'read' ? { ...read, signed: { parameters, body: text } } : read
}

function bodyKind(contentType: string): 'urlencoded' | 'multipart' | 'json' | 'other' {
  const type = contentType.trim().toLowerCase()
  // One SDK says `www-form-urlencoded`, without `application/`.
  if (type === '' || type.includes('form-urlencoded')) return 'urlencoded'
  if (type.startsWith('multipart/form-data')) return 'multipart'
  return /^(?:application|text)\/json(?:$|[;\s])/.test(type) ? 'json' : 'other'
}

function unreadReason(contentType: string): string {
  const shown = contentType
    .trim()
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, maxShownType)
  return `不读取 Content-Type 为 ${shown} 的请求体，应为 application/x-www-form-urlencoded、multipart/form-data 或 application/json`
}

const maxShownType = 60
