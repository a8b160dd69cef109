import { type ReadParameters, readParameters } from '@yaoquan/protocol'
import { decodedParameters } from './decoded-parameters.ts'
import {
  looksLikeHttpRequest,
  type PastedRequest,
  type RawRequest,
  type Reading,
  readHttpRequest,
} from './pasted-request.ts'
import { readCurl } from './read-curl.ts'

/**
 * Reads pasted text: a curl command (sh, Windows, PowerShell), an HTTP request, an address with or without a body below
 * it, a body, or a list of parameters, URL-encoded or decoded.
 */
export function readPastedRequest(pasted: string): PastedRequest {
  const text = pasted.replaceAll('\r\n', '\n').trim()
  const raw = readRaw(text)
  return { ...raw, readings: readingsOf(raw) }
}

function readRaw(text: string): RawRequest {
  if (/^(?:[$>#] *)?curl(?:\.exe)?\s/i.test(text)) return readCurl(text.replace(/^[$>#] */, ''))
  if (looksLikeHttpRequest(text)) return readHttpRequest(text)
  const address = /^(?:request url:?\s*)?((?:https?:\/\/[^\s?]+|\/router\/\w+)(?:\?[^\n]*)?)(?:\n([\s\S]*))?$/i.exec(
    text,
  )
  if (address !== null) return readAddress(address[1] ?? '', address[2] ?? '')
  return { ...nothing, kind: 'parameters', body: withoutHeaders(text) }
}

const nothing = { path: undefined, contentType: undefined, queryString: '', body: '', remarks: [] } as const

function readAddress(address: string, below: string): RawRequest {
  const [base = '', ...query] = address.split('?')
  return {
    ...nothing,
    kind: 'address',
    path: base.replace(/^https?:\/\/[^/]+/i, '') || '/',
    queryString: query.join('?').split('#')[0] ?? '',
    body: withoutHeaders(below.trim()),
  }
}

/** Removes headers that were copied with a body; parameters have no names like these. */
function withoutHeaders(text: string): string {
  const lines = text.split('\n')
  return lines
    .filter((line) => !/^(?::[a-z]+|[A-Z][A-Za-z]*(?:-[A-Za-z]+)*): /.test(line))
    .join('\n')
    .trim()
}

function readingsOf(raw: RawRequest): readonly Reading[] {
  const encoded: Reading = { isDecoded: false, read: encodedParameters(raw) }
  if (raw.kind === 'curl' || raw.contentType?.startsWith('multipart/')) return [encoded]
  const texts = [raw.queryString, isBatch(raw) ? '' : raw.body].filter((text) => text !== '')
  const decoded: Reading = { isDecoded: true, read: { kind: 'read', parameters: decodedParameters(texts) } }
  return looksDecoded(texts) ? [decoded, encoded] : [encoded, decoded]
}

/** Whether the texts contain characters that URL encoding would have escaped. */
function looksDecoded(texts: readonly string[]): boolean {
  return (
    texts.some((text) => /[\s{}"<>]|[^\u0020-\u007e]/.test(text)) && !texts.some((text) => /%[0-9a-f]{2}/i.test(text))
  )
}

function encodedParameters(raw: RawRequest): ReadParameters {
  const { queryString, body, contentType } = raw
  return readParameters({ queryString, contentType, body: encoder.encode(isBatch(raw) ? '' : body) })
}

/** Whether the request is a batch, whose body is signed as raw text. */
export function isBatch({ path }: Pick<PastedRequest, 'path'>): boolean {
  return path?.endsWith('/router/batch') ?? false
}

const encoder = new TextEncoder()
