import type { Text } from '@yaoquan/api'
import { type Charset, decoders } from '../encodings/charset.ts'
import { readJsonBody } from './json-body.ts'
import { readMultipart } from './multipart.ts'
import {
  finishCollection,
  type ParameterCollection,
  publicParameters,
  type ReadParameters,
  readUrlencoded,
  startCollection,
} from './parameters.ts'

const encoder = new TextEncoder()

/**
 * Reads the parameters of a call from query string and body; SDKs use either or both (docs/reference/top-protocol.md,
 * 1.1). A body is urlencoded (also without a content type), multipart, or a JSON object, whose raw text is signed. A
 * body of another type is unreadable: if it were ignored, a query would lose its filters and return everything. Never
 * throws: malformed percent-encoding or UTF-8 is decoded to U+FFFD.
 * @param request.queryString the part of the URL after `?`
 * @param options.charset of the body and of percent-encoded text; default UTF-8
 * @param options.parametersOf the parameter names of a method. If given, a multipart part that cannot be dropped makes the
 * body unreadable: a part without a name, and a file named like a public parameter or a parameter of the called method.
 * All other files are dropped (docs/reference/top-protocol.md, 1.5). Without it every file and unnamed part is dropped.
 */
export function readParameters(
  request: Readonly<{ queryString: string; contentType: string | undefined; body: Uint8Array }>,
  { charset = 'utf-8', parametersOf }: ReadOptions = {},
): ReadParameters {
  const collection = startCollection()
  const decode = decoders[charset]
  const { body, contentType = '' } = request
  readUrlencoded(encoder.encode(request.queryString), collection, decode)
  if (body.length === 0) return finishCollection(collection)
  switch (bodyKind(contentType)) {
    case 'urlencoded':
      readUrlencoded(body, collection, decode)
      return finishCollection(collection)
    case 'multipart':
      readMultipart({ contentType, body }, collection, decode)
      if (parametersOf !== undefined) collection.unreadable ??= undroppablePart(collection, parametersOf)
      return finishCollection(collection)
    case 'json':
      return readJson(decode(body), collection)
    case 'other':
      collection.unreadable = unreadReason(contentType)
      return finishCollection(collection)
  }
}

type ReadOptions = Readonly<{ charset?: Charset; parametersOf?: ParametersOf }>

/** @returns the wire names of the parameters of a method; undefined for an unknown method */
type ParametersOf = (method: string) => ReadonlySet<string> | undefined

/** Says why a part of a multipart body must not be dropped: without it the call would mean something else. */
function undroppablePart(
  { parameters, fileNames, hasUnnamedPart }: ParameterCollection,
  parametersOf: ParametersOf,
): Text | undefined {
  if (hasUnnamedPart) {
    return {
      zh: 'multipart/form-data 中有一部分没有 name，无法确定它是哪个参数',
      en: 'a part of the multipart/form-data body has no name, so it may be any parameter',
    }
  }
  const own = parametersOf(parameters.get('method')?.trim() ?? '')
  const name = fileNames.find((fileName) => publicParameters.has(fileName) || own?.has(fileName))
  if (name === undefined) return undefined
  return {
    zh: `参数 ${name} 以文件部分传入，应为 multipart/form-data 中的文本部分`,
    en: `the parameter ${name} is a file of the multipart/form-data body, should be a text part`,
  }
}

/** Only the parameters of the query string are signed as parameters; the body is signed as raw text. */
function readJson(text: string, collection: ParameterCollection): ReadParameters {
  const parameters = new Map(collection.parameters)
  readJsonBody(text, collection)
  const read = finishCollection(collection)
  return read.kind === 'read' ? { ...read, signed: { parameters, body: text } } : read
}

function bodyKind(contentType: string): 'urlencoded' | 'multipart' | 'json' | 'other' {
  const type = contentType.trim().toLowerCase()
  // One SDK sends `www-form-urlencoded`, without `application/`.
  if (type === '' || type.includes('form-urlencoded')) return 'urlencoded'
  if (type.startsWith('multipart/form-data')) return 'multipart'
  return /^(?:application|text)\/json(?:$|[;\s])/.test(type) ? 'json' : 'other'
}

function unreadReason(contentType: string): Text {
  const shown = contentType
    .trim()
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, maxShownType)
  const read = ['application/x-www-form-urlencoded', 'multipart/form-data'] as const
  return {
    zh: `不读取 Content-Type 为 ${shown} 的请求体，应为 ${read.join('、')} 或 application/json`,
    en: `a body of Content-Type ${shown} is not read, should be ${read.join(', ')} or application/json`,
  }
}

const maxShownType = 60
